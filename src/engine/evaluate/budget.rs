//! Time and memory of one evaluation, counted by the statement.

use super::Limits;
use super::error::{Error, ErrorKind, Limit};
use std::time::Instant;

/// Statements between two looks at the clock.
const INTERVAL: u32 = 4096;
/// Bytes of values that weigh as much as a statement.
const WEIGHT: u64 = 64;

/// What is left of the limits.
pub struct Budget {
    limits: Limits,
    start: Instant,
    /// Statements to the next look at the clock.
    left: u32,
    made: u64,
}

impl Budget {
    pub fn new(limits: Limits) -> Self {
        Budget { limits, start: Instant::now(), left: INTERVAL, made: 0 }
    }

    /// Another evaluation begins.
    pub fn renew(&mut self) {
        *self = Budget::new(self.limits);
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
        if self.start.elapsed() > self.limits.time {
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

    /// A statement made so many bytes.
    #[inline]
    pub fn made(&mut self, bytes: u64) -> Result<(), Box<Error>> {
        self.made += bytes;
        if self.made > self.limits.memory { self.exhausted() } else { Ok(()) }
    }

    #[cold]
    fn exhausted(&self) -> Result<(), Box<Error>> {
        Err(Error::new(ErrorKind::Limit(Limit::Memory(self.limits.memory))))
    }
}
