//! A built-in pack's packages are its own: nothing else defines or extends what is in them.

use super::Loader;
use crate::lang::both;
use crate::policy::module::Module;
use crate::problem::Problem;
use crate::rego::annotations::Scope;
use std::collections::BTreeSet;

/// Steps of a package that the packages of one built-in pack have in common: `fiducia.custody`.
const SHARED: usize = 2;

impl Loader<'_> {
    /// Leaves out what stands within a built-in pack without being part of it, and tells of annotations that would
    /// reach into one.
    pub(super) fn borders(&mut self) {
        let packages = self.modules.iter().filter(|module| module.builtin);
        let packs: BTreeSet<Vec<String>> =
            packages.map(|module| module.tree.package.iter().take(SHARED).cloned().collect()).collect();
        if packs.is_empty() {
            return;
        }
        let mut told = Vec::new();
        for module in self.modules.iter_mut().filter(|module| !module.builtin) {
            if packs.iter().any(|pack| module.tree.package.starts_with(pack)) && !module.is_test() {
                told.push(within(module));
                module.tree.rules.clear();
                module.annotations.clear();
                module.broken = false;
            } else if packs.iter().any(|pack| pack.starts_with(&module.tree.package)) {
                let around =
                    module.annotations.iter().filter(|annotation| annotation.scope == Scope::Subpackages);
                told.extend(around.map(|annotation| {
                    Problem::policy(
                        module.at(annotation.span),
                        both(
                            "annotations of this file do not reach into the packages of a built-in pack",
                            "此文件的注解不会作用于内置规则包中的包",
                        ),
                    )
                }));
            }
        }
        self.problems.extend(told);
    }
}

fn within(module: &Module) -> Problem {
    let package = module.tree.package.join(".");
    Problem::policy(
        module.at(module.tree.package_span),
        both(
            format!("the package `{package}` belongs to a built-in pack, and this file is not part of it"),
            format!("包 `{package}` 属于内置规则包，而此文件不属于该规则包"),
        ),
    )
    .with_help(both(
        "give the package another name; what the pack defines can be imported",
        "请改用其他包名；规则包中的定义可以通过 import 使用",
    ))
}
