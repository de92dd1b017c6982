//! References to variables and locals within texts: `${var.name}`, `a-${local.names["x"][0].id}`.

/// A part of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Part<'t> {
    /// What stands for itself, `$${` included.
    Text(&'t str),
    /// A name.
    Reference(Reference<'t>),
}

/// What a reference begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    /// `var`
    Variable,
    /// `local`
    Local,
}

/// A name and the way from it.
#[derive(Debug, PartialEq)]
pub(super) struct Reference<'t> {
    pub root: Root,
    pub name: &'t str,
    pub steps: Vec<Step<'t>>,
}

/// A step of the way.
#[derive(Debug, PartialEq)]
pub(super) enum Step<'t> {
    /// `.name`, `["name"]`
    Name(&'t str),
    /// `[0]`
    Index(usize),
}

/// The parts of a text; none where an expression in it is no such reference.
pub(super) fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let (mut parts, mut plain, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = text[at..].find("${") {
        let open = at + found;
        at = open + 2;
        // `$${` is a dollar and a brace; `%{` begins what is no text.
        if text[..open].ends_with('$') {
            continue;
        }
        let close = at + text[at..].find('}')?;
        if plain < open {
            parts.push(Part::Text(&text[plain..open]));
        }
        parts.push(Part::Reference(reference(text[at..close].trim())?));
        (plain, at) = (close + 1, close + 1);
    }
    if plain < text.len() {
        parts.push(Part::Text(&text[plain..]));
    }
    (!text.contains("%{")).then_some(parts)
}

fn reference(text: &str) -> Option<Reference<'_>> {
    let (root, rest) = text.split_once('.')?;
    let root = match root.trim() {
        "var" => Root::Variable,
        "local" => Root::Local,
        _ => return None,
    };
    let (name, mut rest) = word(rest.trim_start())?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let (name, after) = word(after)?;
            let index = name.parse().ok().map(Step::Index);
            steps.push(index.unwrap_or(Step::Name(name)));
            rest = after;
        } else {
            let (inner, after) = rest.strip_prefix('[')?.split_once(']')?;
            let inner = inner.trim();
            let quoted = inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
            steps.push(match quoted {
                Some(name) if !name.contains(['"', '\\', '$']) => Step::Name(name),
                Some(_) => return None,
                None => Step::Index(inner.parse().ok()?),
            });
            rest = after;
        }
    }
    Some(Reference { root, name, steps })
}

/// A name and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_nothing_else_is() {
        let simple = |root, name, steps| vec![Part::Reference(Reference { root, name, steps })];
        assert_eq!(parts("${var.a}"), Some(simple(Root::Variable, "a", vec![])));
        let steps = vec![Step::Name("b"), Step::Name("c d"), Step::Index(0)];
        assert_eq!(parts("${ local.a-1.b[\"c d\"][0] }"), Some(simple(Root::Local, "a-1", steps)));
        let mixed = parts("x$${y}-${var.a}z").unwrap();
        assert_eq!((mixed.len(), &mixed[0], &mixed[2]), (3, &Part::Text("x$${y}-"), &Part::Text("z")));
        for text in [
            "${var.a + 1}",
            "${f(var.a)}",
            "${var}",
            "${var.a",
            "${aws.x.id}",
            "%{if var.a}x%{endif}${var.a}",
            "${var.a[*]}",
            "${var.a[\"}\"]}",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
