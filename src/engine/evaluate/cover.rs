//! Which places of a plan run.

use super::Evaluator;
use crate::engine::ir::Site;
use std::collections::{HashMap, HashSet};

/// Places of a plan.
#[derive(Debug, Clone, Default)]
pub struct Covered {
    words: Vec<u64>,
}

impl Covered {
    fn new(sites: usize) -> Self {
        Covered { words: vec![0; sites.div_ceil(64)] }
    }

    #[inline]
    fn add(&mut self, site: Site) {
        if let Some(word) = self.words.get_mut(site as usize / 64) {
            *word |= 1 << (site % 64);
        }
    }

    /// The places, in order.
    pub fn sites(&self) -> impl Iterator<Item = Site> {
        let in_word = |(at, word): (usize, &u64)| {
            let word = *word;
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| at as u32 * 64 + bit)
        };
        self.words.iter().enumerate().filter(|(_, word)| **word != 0).flat_map(in_word)
    }
}

/// What is noted on the way.
pub struct Cover {
    run: Covered,
    /// What rules ran whose values are kept: whoever uses such a value uses it too.
    kept: HashMap<u32, Vec<Site>>,
    /// The rules of those whose places are among the run's.
    used: HashSet<u32>,
}

impl Cover {
    pub fn new(sites: usize) -> Self {
        Cover { run: Covered::new(sites), kept: HashMap::new(), used: HashSet::new() }
    }

    /// Another run begins.
    pub fn renew(&mut self) {
        self.run.words.fill(0);
        self.used.clear();
    }

    /// What ran.
    pub fn run(&self) -> &Covered {
        &self.run
    }

    #[inline]
    pub fn add(&mut self, site: Site) {
        self.run.add(site);
    }
}

/// What is noted around a rule whose value will be kept.
pub struct Around {
    run: Covered,
    used: HashSet<u32>,
}

impl Evaluator<'_> {
    /// A rule begins whose value will be kept.
    pub(super) fn kept_begins(&mut self) -> Option<Around> {
        let cover = self.cover.as_mut()?;
        let empty = Covered { words: vec![0; cover.run.words.len()] };
        Some(Around { run: std::mem::replace(&mut cover.run, empty), used: std::mem::take(&mut cover.used) })
    }

    /// It ends.
    pub(super) fn kept_ends(&mut self, function: u32, around: Option<Around>) {
        let (Some(cover), Some(Around { run, used })) = (&mut self.cover, around) else { return };
        let own = std::mem::replace(&mut cover.run, run);
        cover.used.extend(used);
        cover.kept.insert(function, own.sites().collect());
        self.kept_used(function);
    }

    /// A value that was kept is used.
    pub(super) fn kept_used(&mut self, function: u32) {
        if let Some(cover) = &mut self.cover
            && cover.used.insert(function)
            && let Some(sites) = cover.kept.get(&function)
        {
            sites.iter().for_each(|site| cover.run.add(*site));
        }
    }
}
