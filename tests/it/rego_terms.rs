//! Where terms stand, and what no text may do to the parser.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common::shape;
use crate::common::shape::term;
use fiducia::rego::ast::{Term, TermKind, Tree};
use fiducia::rego::parser::{Language, MISTAKES, parse};
use proptest::prelude::*;

/// What the policies that ship do not use.
const FORMS: &[&str] = &[
    "p := [{a | b}, {a | b == c | d, e}, {a | b in c,}, {a | b, c in d}, [a | b; not c], {a + b: c | d}, {a: b | c, d: e}]",
    "p := (a, b in c)",
    "p if { x := -y.z[0] - -1 * -.5; [x,] == {,x} }",
    "p := f(x).a(y)[0] if { [1, 2][i].a; {\"a\": 1}.a; (x).y; as.if == foo.not.every }",
    "p := $\"a\\{{x + 1}}{$\"{y}\"}{z with input as 1}\"",
    "p := $`{x}\n\\{` if contains(x, `\"`)",
    "p if { every k, v in xs { k != v } with data.z as 2; some x, y; some {\"a\": b}, [c] in x in y }",
    "import future.keywords\np if { not { x; y }; {a; b} and (c or not d) and or({1}, {2}); not (a or b) }",
];

/// The policies that ship.
fn policies() -> Vec<String> {
    let files = walkdir::WalkDir::new("policies").into_iter().filter_map(Result::ok);
    let rego = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "rego"));
    let mut policies: Vec<String> =
        rego.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    policies.extend(FORMS.iter().map(|text| format!("package a\n{text}\n")));
    policies
}

/// Reads the text under a term again, among the imports of keywords that it was read with.
fn read_again(text: &str, tree: &Tree) -> Option<Term> {
    let imports = tree.imports.iter().filter(|import| import.of_keywords());
    let imports: String = imports.map(|import| format!("import {}\n", import.path.join("."))).collect();
    let parsed = parse(&format!("package a\n{imports}p if {{ true;\n{text}\n}}\n"), Language::V1);
    let query = &parsed.tree.rules.first()?.bodies.first()?.query;
    let found = query.statements.get(1)?.own_terms().next()?.clone();
    (parsed.mistakes.is_empty() && query.statements.len() == 2).then_some(found)
}

/// Names that read as something else where no dot follows.
const KEYWORDS: &[&str] = &[
    "and", "as", "default", "else", "every", "false", "if", "import", "in", "not", "null", "or", "package",
    "some", "true", "with",
];

/// Terms whose text is none of its own: the zero of `-x`, what `with` in a string becomes, and a keyword as a root.
fn without_text(term: &Term) -> bool {
    let keyword = |name: &str| KEYWORDS.contains(&name);
    term.span.is_empty() || shape::term(term).contains("$value") || term.var().is_some_and(keyword)
}

/// Every term is what the text under it reads as.
fn check_terms(text: &str, tree: &Tree) {
    for rule in &tree.rules {
        let mut terms = Vec::new();
        for query in rule.queries() {
            query.terms(&mut |term| terms.push(term));
        }
        for found in terms.into_iter().filter(|term| !without_text(term)) {
            let under = &text[found.span.range()];
            let again = read_again(under, tree).unwrap_or_else(|| panic!("{under:?}"));
            assert_eq!(term(&again), term(found), "{under:?}");
            assert!(
                !matches!(found.kind, TermKind::Var(_)) || under.trim_matches(['(', ')', ' ']) == term(found)
            );
        }
    }
}

#[test]
fn every_term_stands_where_it_says() {
    for text in policies() {
        let parsed = parse(&text, Language::V1);
        check_terms(&text, &parsed.tree);
    }
}

/// What is put into policies to break them.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ",",
    ";",
    ":",
    "|",
    " not ",
    " some ",
    " every ",
    " if ",
    " contains ",
    " in ",
    " with ",
    " as ",
    " else ",
    "default ",
    ":=",
    "=",
    "==",
    ".",
    "-",
    "\n",
    "\"",
    "`",
    "$\"{",
    "\\",
    "1",
    "é",
    "import future.keywords\n",
    " or ",
    " and ",
    "set()",
    "_",
    "\0",
    "#",
];

fn mutated() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0usize..30, prop::sample::select(PIECES));
    let policy = prop::sample::select(policies());
    (policy, prop::collection::vec(edit, 1..4)).prop_map(|(mut text, edits)| {
        for (at, length, piece) in edits {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = at.index(boundaries.len());
            let to = boundaries[(from + length / 10).min(boundaries.len() - 1)];
            text.replace_range(boundaries[from]..to, piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,200}", version in 0..3) {
        let language = [Language::Auto, Language::V0, Language::V1][version as usize];
        let parsed = parse(&format!("package a\np if {{ {text}"), language);
        prop_assert!(parsed.mistakes.len() <= MISTAKES + 1);
        parse(&text, language);
    }

    #[test]
    fn what_is_left_of_a_broken_policy_is_right(text in mutated()) {
        let parsed = parse(&text, Language::V1);
        for mistake in &parsed.mistakes {
            prop_assert!(text.get(mistake.span.range()).is_some(), "{mistake:?}");
        }
        // A NUL is refused wherever it stands, so what holds one does not read again.
        if !text.contains('\0') {
            check_terms(&text, &parsed.tree);
        }
    }
}
