//! The watchdog: knows what every thread is doing and since when, and what a run may take.
//!
//! The engine looks at its clock between instructions only, and readers look at none. What is stuck inside of one can not be
//! stopped from within; the main thread asks here and ends the program.
//!
//! Time is that of the processor, so that a busy machine ends no run that would have been in time. Behind it stands the clock on
//! the wall, [`WALL`] times as wide, for what waits and does not compute.

use cpu_time::ProcessTime;
use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many times as long as on the processor something may take on the wall.
pub const WALL: u32 = 10;

/// What is being done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// A rule is evaluated.
    Rule {
        /// Its id.
        rule: String,
        /// The document, or nothing for a rule over the whole project.
        subject: Option<String>,
    },
    /// A file is read.
    File(String),
    /// Policies are read, planned and linted.
    Policies,
}

/// What a thread is doing.
#[derive(Debug, Clone)]
pub struct Running {
    /// What it is.
    pub doing: Doing,
    since: Instant,
}

/// What threads are doing, one slot a thread, and since when the run is under way.
#[derive(Debug, Default)]
pub struct Watch {
    slots: Mutex<Vec<Arc<Slot>>>,
    run: Mutex<Option<Start>>,
    /// When the main thread first saw what is in each slot.
    seen: Mutex<Vec<(Instant, Start)>>,
}

type Slot = Mutex<Option<Running>>;

/// The slot of one thread.
#[derive(Debug)]
pub struct Watched {
    slot: Arc<Slot>,
}

/// A point in time, on the processor and on the wall.
#[derive(Debug, Clone, Copy)]
struct Start {
    process: Option<ProcessTime>,
    wall: Instant,
}

impl Start {
    fn now() -> Self {
        Start { process: ProcessTime::try_now().ok(), wall: Instant::now() }
    }

    /// True if so much time has passed for each of so many threads.
    fn is_past(&self, limit: Duration, threads: u32) -> bool {
        let wall = self.wall.elapsed();
        let process = self.process.and_then(|start| start.try_elapsed().ok()).unwrap_or(wall);
        process > limit.saturating_mul(threads) || wall > limit.saturating_mul(WALL)
    }
}

thread_local! {
    /// What this thread is doing.
    static CURRENT: RefCell<Option<Arc<Slot>>> = const { RefCell::new(None) };
}

/// Waits for another thread, which is no time of what this one is doing.
pub fn waiting<R>(wait: impl FnOnce() -> R) -> R {
    let slot = CURRENT.with_borrow(Clone::clone);
    let running = slot.as_ref().and_then(|slot| lock(slot).take());
    let before = Instant::now();
    let result = wait();
    if let (Some(slot), Some(mut running)) = (slot, running) {
        running.since += before.elapsed();
        *lock(&slot) = Some(running);
    }
    result
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// A run begins.
    pub fn begin(&self) {
        *lock(&self.run) = Some(Start::now());
    }

    /// A run is over: what comes next has no limit.
    pub fn end(&self) {
        *lock(&self.run) = None;
    }

    /// A slot for a thread.
    pub fn register(&self) -> Watched {
        let slot = Arc::new(Mutex::new(None));
        let mut slots = lock(&self.slots);
        // Threads that are gone leave their slots behind.
        slots.retain(|slot| Arc::strong_count(slot) > 1);
        slots.push(slot.clone());
        Watched { slot }
    }

    /// An evaluation that has taken longer than this. What one thread of several takes is told by what all of them take.
    pub fn overdue(&self, limit: Duration) -> Option<Running> {
        let running: Vec<Running> = lock(&self.slots).iter().filter_map(|slot| lock(slot).clone()).collect();
        let threads = u32::try_from(running.len()).unwrap_or(u32::MAX);
        let mut seen = lock(&self.seen);
        let before = std::mem::take(&mut *seen);
        let mut found = None;
        for running in running {
            let known = before.iter().find(|(since, _)| *since == running.since);
            let start = known.map_or_else(Start::now, |(_, start)| *start);
            seen.push((running.since, start));
            if matches!(running.doing, Doing::Rule { .. }) && start.is_past(limit, threads) {
                found.get_or_insert(running);
            }
        }
        found
    }

    /// What a run is doing that has taken longer than this; nothing may be known of that.
    pub fn exhausted(&self, limit: Duration) -> Option<Option<Doing>> {
        let start = (*lock(&self.run))?;
        let doing =
            || lock(&self.slots).iter().find_map(|slot| lock(slot).clone()).map(|running| running.doing);
        start.is_past(limit, 1).then(doing)
    }
}

impl Watched {
    /// Notes that a rule is evaluated, and forgets it when `work` is done.
    pub fn during<R>(
        &self,
        rule: &str,
        subject: impl FnOnce() -> Option<String>,
        work: impl FnOnce() -> R,
    ) -> R {
        self.doing(Doing::Rule { rule: rule.to_owned(), subject: subject() }, work)
    }

    /// Notes what starts now, and forgets it when `work` is done.
    pub fn doing<R>(&self, doing: Doing, work: impl FnOnce() -> R) -> R {
        *lock(&self.slot) = Some(Running { doing, since: Instant::now() });
        let outer = CURRENT.replace(Some(self.slot.clone()));
        let result = work();
        CURRENT.set(outer);
        *lock(&self.slot) = None;
        result
    }
}
