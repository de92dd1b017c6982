//! What holds for any bytes in any format.

use super::*;
use fiducia::problem::Problem;
use proptest::prelude::*;

/// Pieces that mean something in one format or another.
const PIECES: [&str; 40] = [
    "a", "\"", "'", "{", "}", "[", "]", "(", ")", "=", ":", ",", ";", "#", "//", "/*", "\n", "\r\n", " ",
    "\t", "\\", "\\\n", "${", "$", "<<E\n", "E\n", "<", ">", "</", "&", "FROM x\n", "RUN ", "--a=b ", "|",
    "!", "-", "1", "名", "😀", "\0",
];

/// Reads bytes in every format and asserts what holds for any document.
fn assert_sound(bytes: &[u8]) {
    let Ok(source) = SourceFile::decode("any", bytes.to_vec()) else { return };
    for format in Format::ALL {
        let parsed = parse(&source, format, &Limits::default());
        assert!(!parsed.documents.is_empty() || !parsed.problems.is_empty(), "nothing: {:?}", source.text);
        for document in &parsed.documents {
            spans::assert_nested(document);
            document.to_json(document.root());
            for line in 1..=source.line_count() {
                document.pointer_at(source.line(line).unwrap_or_default());
            }
        }
        let documents: Vec<&Document> = parsed.documents.iter().collect();
        for comment in comments(&source, format, &documents, "a") {
            assert!(source.text.get(comment.rest.range()).is_some(), "{comment:?} in {:?}", source.text);
        }
        for span in parsed.problems.iter().filter_map(Problem::origin).map(|at| at.span) {
            assert!(source.text.get(span.range()).is_some(), "{span:?} is no piece of {:?}", source.text);
        }
    }
}

/// A short example of each format.
fn examples() -> Vec<&'static str> {
    vec![
        "r \"t\" \"n\" {\n  a = [1, \"x ${y}\", {b = <<E\n t\nE\n}]\n}\n",
        "# c\nFROM a as b\nRUN --x=\"y\" a \\\n # d\n && b <<E\n名\nE\nENV A=1 B=\"2\"\nCMD [\"a\"]\nONBUILD USER x\n",
        "a.b = 1\n[[t.u]]\nx = [1, {y = '名'}] # c\n[t2]\nz = \"\"\"\n1\"\"\"\n",
        "a 1;\nhttp {\n  b \"名 {\" '${x}'; # c\n  x_by_lua_block { a }\n}\n",
        "[a]\nb = 1 ; c\nd = \"x\" \\\n  y\n e\n[a]\nf: true\n",
        "export A=1\nB=\"${A} \\n名\" # c\nC='x'\n",
        "a = 1\nb : ${a} \\\n  \\u540d\n! c\n",
        "<?xml version='1.0'?><a x='1 &amp;'><!-- c --><b>名</b><b/><![CDATA[x]]></a>",
        "a,名,\"c\"\n1,\"x\"\"y\",\n",
        "{\"a\": [1]}\n[\"名\"]\n",
        "a\n!b\n# 名\n\\ \n",
        "<bom xmlns=\"u/1.4\" version=\"1\"><components><component type=\"x\"><name>名</name></component></components></bom>",
        "SPDXID: a\nCreator: x\nPackageName: 名\nPackageChecksum: MD5: b\nPackageComment: <text>a\nb</text>\n",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_pieces_are_read_or_refused(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.into_iter().map(|at| PIECES[at]).collect();
        assert_sound(text.as_bytes());
    }

    #[test]
    fn any_damage_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4usize, 0..PIECES.len()), 1..6),
    ) {
        let examples = examples();
        let mut text = examples[which.index(examples.len())].to_owned();
        for (at, cut, piece) in changes {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = at.index(places.len());
            let (start, end) = (places[from], places[(from + cut).min(places.len() - 1)]);
            text.replace_range(start..end, PIECES[piece]);
            assert_sound(text.as_bytes());
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        assert_sound(String::from_utf8_lossy(&bytes).as_bytes());
    }
}
