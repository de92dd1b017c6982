//! Embeds the built-in packs and frameworks: one table of paths and contents, made from the folder, so
//! that adding a folder adds a rule.

#[path = "src/embedded/digest.rs"]
mod digest;

use digest::digest;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=policies");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("policies");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let (examples, files): (Vec<PathBuf>, Vec<PathBuf>) =
        files.into_iter().partition(|file| in_fixtures(file));
    let tables =
        table("FILES", &files, &root) + &table("EXAMPLES", &examples, &root) + &outlines(&files, &root)?;
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("packs.rs"), tables)
}

/// A table of paths below the root, and contents.
fn table(name: &str, files: &[PathBuf], root: &Path) -> String {
    let mut table = format!("pub(super) const {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        // Writing to a string does not fail.
        let _ = writeln!(table, "    ({name:?}, include_str!({:?})),", file.to_string_lossy());
    }
    table + "];\n"
}

/// A table of paths below the root in the order of their text, and the outlines that were made of the present texts. A
/// policy whose outline is another text's has none, and is read when the program starts.
fn outlines(files: &[PathBuf], root: &Path) -> io::Result<String> {
    let made = fs::read_to_string(root.join("outlines.tsv"))?;
    let mut made: Vec<&str> = made.lines().collect();
    made.sort_by_key(|line| line.split('\t').next());
    let mut table = "pub(super) const OUTLINES: &[(&str, &str)] = &[\n".to_owned();
    for line in made {
        let mut fields = line.splitn(3, '\t');
        let (Some(name), Some(of), Some(outline)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let file = root.join(name);
        if files.contains(&file) && of == digest(&fs::read(file)?) {
            // Writing to a string does not fail.
            let _ = writeln!(table, "    ({name:?}, {outline:?}),");
        }
    }
    Ok(table + "];\n")
}

/// True for what lies in the folder of fixtures of a rule, at any depth.
fn in_fixtures(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| folder.ends_with("fixtures"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if embedded(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// Policies, parameters, frameworks, and of the fixtures the two that show what a rule is about; other tests stay
/// outside the program.
fn embedded(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if in_fixtures(path) {
        let beside = path.parent().is_some_and(|folder| folder.ends_with("fixtures"));
        return beside && matches!(name.as_str(), "good.yaml" | "bad.yaml");
    }
    (name.ends_with(".rego") && !name.ends_with("_test.rego")) || name.ends_with(".yaml")
}
