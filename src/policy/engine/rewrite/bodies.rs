//! Set rules with several bodies, `p[x] { .. } { .. }`, which the engine does not parse.

use super::Code;

/// Most bodies of one rule.
const BODIES: usize = 64;

/// A rule with several bodies: its head, and the bytes of each body.
struct Chain {
    head: std::ops::Range<usize>,
    bodies: Vec<std::ops::Range<usize>>,
}

/// The text with the first body of each such rule, and a text for each further one; none if there are none.
/// What is left out is blank, so every byte stands where it stood.
pub fn split(text: &str) -> Option<Vec<String>> {
    let (chains, preface) = chains(text);
    let most =
        chains.iter().map(|chain| chain.bodies.len()).max().filter(|most| (2..=BODIES).contains(most))?;
    let mut texts = vec![without(text, chains.iter().flat_map(|chain| &chain.bodies[1..]))];
    for body in 1..most {
        let mut kept = preface.clone();
        for chain in chains.iter().filter(|chain| chain.bodies.len() > body) {
            kept.extend([chain.head.clone(), chain.bodies[body].clone()]);
        }
        let mut at = 0;
        let mut blank = Vec::new();
        kept.sort_by_key(|range| range.start);
        for range in kept {
            blank.push(at..range.start.max(at));
            at = range.end.max(at);
        }
        blank.push(at..text.len());
        texts.push(without(text, &blank));
    }
    Some(texts)
}

/// The text with some stretches blank. They begin and end at characters.
fn without<'r>(text: &str, stretches: impl IntoIterator<Item = &'r std::ops::Range<usize>>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for stretch in stretches {
        bytes[stretch.clone()].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The chains of bodies of set rules, and the lines of the package and of imports.
fn chains(text: &str) -> (Vec<Chain>, Vec<std::ops::Range<usize>>) {
    let bytes = text.as_bytes();
    let (mut chains, mut preface): (Vec<Chain>, _) = (Vec::new(), Vec::new());
    let (mut depth, mut statement, mut line_start) = (0usize, 0usize, true);
    // The body that is being read, and the last byte of code outside of all brackets.
    let (mut body, mut last) = (None, b'\n');
    for (at, byte) in Code::new(text) {
        if byte == b'\n' {
            line_start = true;
            continue;
        }
        if line_start && depth == 0 && (byte.is_ascii_alphabetic() || byte == b'_') {
            statement = at;
            if bytes[at..].starts_with(b"package") || bytes[at..].starts_with(b"import") {
                let length = bytes[at..].iter().take_while(|byte| **byte != b'\n').count();
                preface.push(at..at + length);
            }
        }
        line_start = false;
        match byte {
            b' ' | b'\t' | b'\r' => continue,
            b'(' | b'[' | b'{' => {
                if depth == 0 && byte == b'{' {
                    body = Some((at, last == b'}'));
                }
                depth += 1;
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if let Some((start, follows)) = body.filter(|_| depth == 0) {
                    body = None;
                    match chains.last_mut().filter(|_| follows) {
                        Some(chain) => chain.bodies.push(start..at + 1),
                        None => {
                            let bodies = std::iter::once(start..at + 1).collect();
                            chains.push(Chain { head: statement..start, bodies });
                        }
                    }
                }
            }
            _ => {}
        }
        if depth == 0 {
            last = byte;
        }
    }
    let set = |chain: &Chain| {
        let head = &text[chain.head.clone()];
        let bracket = head.find('[');
        bracket.is_some_and(|bracket| !head[..bracket].contains('(')) && !head.contains('=')
    };
    chains.retain(|chain| chain.bodies.len() > 1 && set(chain));
    (chains, preface)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_body_gets_the_head() {
        let text =
            "package a\nimport data.b\np[{\"m\": x}] {\n x := \"}\"\n} { # c\n x := 2\n}\nq[x] { x := 1 }\n";
        let texts = split(text).unwrap();
        assert_eq!(
            texts,
            [
                "package a\nimport data.b\np[{\"m\": x}] {\n x := \"}\"\n}      \n       \n \nq[x] { x := 1 }\n",
                "package a\nimport data.b\np[{\"m\": x}]  \n         \n  { # c\n x := 2\n}\n               \n",
            ]
        );
    }

    #[test]
    fn functions_and_single_bodies_stay() {
        assert_eq!(split("package a\nf(x) { x[0] } { x[1] }\np[x] { x := 1 }\nq[x] { x := 2 }"), None);
    }
}
