//! How much may be compared.

use std::cell::Cell;

/// Comparisons that are left. They grow with the text of the policies; only constants made to be compared with each
/// other over and over use them up, and then nothing more is reported.
pub struct Fuel(Cell<u64>);

impl Fuel {
    /// Fuel for policies of so many bytes.
    pub fn new(bytes: u64) -> Self {
        Fuel(Cell::new(bytes.saturating_mul(50).saturating_add(2_000_000)))
    }

    /// One comparison; false if none is left.
    pub fn burn(&self) -> bool {
        self.burn_many(1)
    }

    /// Several comparisons; false if not so many are left.
    pub fn burn_many(&self, count: usize) -> bool {
        let left = self.0.get().checked_sub(count as u64);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}
