//! The watchdog: knows what every thread is evaluating and since when.
//!
//! The engine looks at its clock between instructions only. An evaluation stuck inside one of them can
//! not be stopped from within; the main thread asks here and ends the program.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What is being evaluated.
#[derive(Debug, Clone)]
pub struct Running {
    /// Id of the rule.
    pub rule: String,
    /// The document, or nothing for a rule over the whole project.
    pub subject: Option<String>,
    since: Instant,
}

/// The evaluations under way, one slot a thread.
#[derive(Debug, Default)]
pub struct Watch {
    slots: Mutex<Vec<Arc<Slot>>>,
}

type Slot = Mutex<Option<Running>>;

thread_local! {
    /// What this thread is evaluating.
    static CURRENT: RefCell<Option<Arc<Slot>>> = const { RefCell::new(None) };
}

/// Waits for another thread, which is no time of what this one is evaluating.
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

fn lock(slot: &Slot) -> std::sync::MutexGuard<'_, Option<Running>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The slot of one thread.
#[derive(Debug)]
pub struct Watched {
    slot: Arc<Slot>,
}

impl Watch {
    /// A slot for a thread.
    pub fn register(&self) -> Watched {
        let slot = Arc::new(Mutex::new(None));
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).push(slot.clone());
        Watched { slot }
    }

    /// An evaluation that has been under way for longer than this.
    pub fn overdue(&self, limit: Duration) -> Option<Running> {
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let running = slots.iter().filter_map(|slot| lock(slot).clone());
        running.into_iter().find(|running| running.since.elapsed() > limit)
    }
}

impl Watched {
    /// Notes what starts now, and forgets it when `work` is done.
    pub fn during<R>(
        &self,
        rule: &str,
        subject: impl FnOnce() -> Option<String>,
        work: impl FnOnce() -> R,
    ) -> R {
        let running = Running { rule: rule.to_owned(), subject: subject(), since: Instant::now() };
        *lock(&self.slot) = Some(running);
        let outer = CURRENT.replace(Some(self.slot.clone()));
        let result = work();
        CURRENT.set(outer);
        *lock(&self.slot) = None;
        result
    }
}
