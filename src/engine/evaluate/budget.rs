//! Time and memory of one evaluation, counted by the statement.

use super::Limits;
use super::error::{Error, ErrorKind, Limit};
use crate::watch;
use cpu_time::ThreadTime;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Statements between two looks at the clock.
const INTERVAL: u32 = 4096;
/// Bytes of values that weigh as much as a statement.
const WEIGHT: u64 = 64;
/// Bytes that every thread may take at the same time; what takes more is evaluated alone.
const TOGETHER: u64 = 16 << 20;

/// Held by the one evaluation of the process that takes much memory, so that threads do not multiply what is allowed.
static ALONE: Mutex<()> = Mutex::new(());

/// What is left of the limits.
pub struct Budget {
    limits: Limits,
    start: Instant,
    /// The time of the processor at the first look at the clock: most evaluations are over before.
    computing: Option<ThreadTime>,
    /// Statements to the next look at the clock.
    left: u32,
    /// Bytes made.
    made: u64,
    /// Bytes at which to look again.
    mark: u64,
    alone: Option<MutexGuard<'static, ()>>,
}

impl Budget {
    pub fn new(limits: Limits) -> Self {
        let mark = limits.memory.min(TOGETHER);
        Budget { limits, start: Instant::now(), computing: None, left: INTERVAL, made: 0, mark, alone: None }
    }

    /// Another evaluation begins.
    pub fn renew(&mut self) {
        *self = Budget::new(self.limits);
    }

    /// An evaluation ends: another one may take much memory.
    pub fn end(&mut self) {
        self.alone = None;
    }

    /// A statement runs.
    #[inline]
    pub fn step(&mut self) -> Result<(), Box<Error>> {
        self.left -= 1;
        if self.left == 0 { self.look() } else { Ok(()) }
    }

    #[cold]
    fn look(&mut self) -> Result<(), Box<Error>> {
        self.left = INTERVAL;
        let wall = self.start.elapsed();
        let computed = match self.computing {
            Some(start) => start.try_elapsed().unwrap_or(wall),
            None => {
                self.computing = ThreadTime::try_now().ok();
                Duration::ZERO
            }
        };
        if computed > self.limits.time || wall > self.limits.time.saturating_mul(watch::WALL) {
            return Err(Error::new(ErrorKind::Limit(Limit::Time(self.limits.time))));
        }
        Ok(())
    }

    /// A builtin has run: what takes long in one call is not counted by statements.
    pub fn called(&mut self, argument_bytes: u64) -> Result<(), Box<Error>> {
        let steps = u32::try_from(argument_bytes / WEIGHT).unwrap_or(u32::MAX);
        match self.left.checked_sub(steps) {
            Some(left) if left > 0 => {
                self.left = left;
                Ok(())
            }
            _ => self.look(),
        }
    }

    /// Bytes made so far.
    pub fn bytes(&self) -> u64 {
        self.made
    }

    /// Bytes that the result of a builtin may take: what it is made from stands beside it for a while.
    pub fn grant(&self) -> u64 {
        let room = self.limits.memory.saturating_sub(self.made) / 2;
        room.min(self.mark.saturating_sub(self.made))
    }

    /// True if an evaluation that has no room for a result gets more.
    pub fn grows(&mut self) -> bool {
        let granted = self.grant();
        self.wait() && self.grant() > granted
    }

    /// A statement made so many bytes.
    #[inline]
    pub fn made(&mut self, bytes: u64) -> Result<(), Box<Error>> {
        self.made = self.made.saturating_add(bytes);
        if self.made > self.mark { self.more() } else { Ok(()) }
    }

    /// Bytes that are held for as long as calls are under way, beside those that were made.
    #[inline]
    pub fn held(&mut self, bytes: u64) -> Result<(), Box<Error>> {
        if self.made.saturating_add(bytes) > self.mark { self.more_beside(bytes) } else { Ok(()) }
    }

    #[cold]
    fn more(&mut self) -> Result<(), Box<Error>> {
        self.more_beside(0)
    }

    #[cold]
    fn more_beside(&mut self, bytes: u64) -> Result<(), Box<Error>> {
        if self.made.saturating_add(bytes) > self.limits.memory {
            return Err(Error::new(ErrorKind::Limit(Limit::Memory(self.limits.memory))));
        }
        self.wait();
        Ok(())
    }

    /// Waits for others that take much memory, unless this one does already.
    fn wait(&mut self) -> bool {
        let waits = self.alone.is_none();
        if waits {
            let waited = Instant::now();
            let lock = || ALONE.lock().unwrap_or_else(PoisonError::into_inner);
            self.alone = Some(watch::waiting(lock));
            self.start += waited.elapsed();
            self.mark = self.limits.memory;
        }
        waits
    }
}
