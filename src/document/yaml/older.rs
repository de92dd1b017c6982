//! YAML 1.1: which plain scalars it reads otherwise, and which documents are read by programs that follow it.

use crate::document::{Document, NodeId, NodeKind, Pointer, YamlVersion, core_schema};

/// A scalar that YAML 1.1 reads as something else.
pub(super) struct Older {
    pub node: NodeId,
    pub kind: NodeKind,
}

/// What a plain scalar is in YAML 1.1, where that differs from what it is in the core schema.
pub(super) fn differs(text: &str, core: Option<&NodeKind>) -> Option<NodeKind> {
    let kind = match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => NodeKind::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => NodeKind::Bool(false),
        _ if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-')) => number(text)?,
        _ => return None,
    };
    (core != Some(&kind)).then_some(kind)
}

/// A number in base 2, 8, 10 or 16, in which `_` stands for nothing.
fn number(text: &str) -> Option<NodeKind> {
    let plain = text.replace('_', "");
    let (sign, digits) = match plain.strip_prefix(['+', '-']) {
        Some(digits) => (if plain.starts_with('-') { "-" } else { "" }, digits),
        None => ("", plain.as_str()),
    };
    let (base, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', b'0'..=b'7', ..] => (8, &digits[1..]),
        _ => return if plain == text { None } else { core_schema::plain(&plain) },
    };
    let digits = if digits.starts_with(['+', '-']) { return None } else { digits };
    match i64::from_str_radix(&format!("{sign}{digits}"), base) {
        Ok(number) => Some(NodeKind::Int(number)),
        // What is no octal number, such as `08`, is a decimal one.
        Err(_) => None,
    }
}

/// True where a value of YAML 1.1 fits its tag.
pub(super) fn fits(tag: &str, kind: &NodeKind) -> bool {
    matches!((tag, kind), ("bool", NodeKind::Bool(_)) | ("int", NodeKind::Int(_)))
}

/// Whether a document is read in YAML 1.1, and then, whether single letters are booleans too.
pub(super) fn letters(document: &Document, version: Option<YamlVersion>) -> Option<bool> {
    match version {
        Some(YamlVersion::V1_1) => Some(true),
        Some(YamlVersion::V1_2) => None,
        None if is_kubernetes(document) => Some(true),
        // Neither takes a letter for a boolean.
        None => (is_cloudformation(document) || is_ansible(document)).then_some(false),
    }
}

/// Documents of the root that are no kind of ours, or items of the root that are.
fn is_kubernetes(document: &Document) -> bool {
    let text = |way: &[&str]| {
        let place = document.resolve(&way.iter().copied().collect());
        document.string(place.node).filter(|_| place.missing.is_empty())
    };
    let of = |version: Option<&str>, kind: Option<&str>| {
        kind.is_some() && version.is_some_and(|version| !version.starts_with("fiducia/"))
    };
    of(text(&["apiVersion"]), text(&["kind"])) || of(text(&["0", "apiVersion"]), text(&["0", "kind"]))
}

fn is_cloudformation(document: &Document) -> bool {
    let has = |way: &[&str]| document.resolve(&way.iter().copied().collect::<Pointer>()).missing.is_empty();
    if has(&["AWSTemplateFormatVersion"]) {
        return true;
    }
    let resources = document.resolve(&Pointer::from_iter(["Resources"]));
    let kind = |resource: u32| {
        let (_, kind) = document.step(document.follow(resource), "Type", &mut Vec::new())?;
        Some(document.string(kind)?.starts_with("AWS::"))
    };
    resources.missing.is_empty()
        && document.entries(resources.node).iter().any(|&(_, resource)| kind(resource) == Some(true))
}

/// Playbooks, and files in the folders that Ansible reads.
fn is_ansible(document: &Document) -> bool {
    const FOLDERS: [&str; 4] = ["roles", "playbooks", "group_vars", "host_vars"];
    let folders = document.source.path.rsplit_once('/').map_or("", |(folders, _)| folders);
    if folders.split('/').any(|folder| FOLDERS.contains(&folder)) {
        return true;
    }
    let NodeKind::Sequence(items) = &document.node(document.follow(document.root())).kind else {
        return false;
    };
    let has = |item: u32, name: &str| document.step(item, name, &mut Vec::new()).is_some();
    let plays = |&item: &u32| {
        let item = document.follow(item);
        has(item, "hosts") || has(item, "import_playbook") || has(item, "ansible.builtin.import_playbook")
    };
    !items.is_empty() && items.iter().all(plays)
}
