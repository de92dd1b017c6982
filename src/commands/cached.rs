//! The cache of a run: whose it is, and what is said of it.

use crate::check::cache::Cache;
use crate::discover;
use crate::lang::{Lang, counted};
use crate::policy::load::Loader;
use crate::report::compact::one_line;
use std::path::Path;

/// The cache in a folder for policies and this build of the program: the same version may have been built twice, from two
/// sources.
pub fn open(folder: &Path, loader: &Loader<'_>) -> Cache {
    Cache::open(folder, &format!("{}\0{}", loader.digest(), build()), loader.reads_the_day())
}

/// What tells this build of the program from others of its version: the size and the time of its file.
fn build() -> String {
    let metadata = std::env::current_exe().and_then(|program| program.metadata());
    let metadata = metadata.and_then(|metadata| Ok((metadata.len(), metadata.modified()?)));
    metadata.map(|(length, modified)| format!("{length} {modified:?}")).unwrap_or_default()
}

/// What is to be said of a cache when a run is over. One that cannot be written costs time and changes no result.
pub fn noted(cache: Cache, folder: &str, lang: Lang) -> Vec<String> {
    let (recalled, folder) = (cache.recalled(), one_line(folder));
    let en = format!("results of {} are those of a run before, from {folder}", counted(recalled, "file"));
    let known = lang.pick(en, format!("{recalled} 个文件沿用此前的结果，取自 {folder}"));
    let unwritable = cache.close().err().map(|error| {
        let reason = discover::reason(&error);
        lang.pick(format!("cannot write to {folder}: {reason}"), format!("无法写入 {folder}：{reason}"))
    });
    (recalled > 0).then_some(known).into_iter().chain(unwritable).collect()
}
