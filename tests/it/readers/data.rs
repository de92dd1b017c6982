//! TOML, INI, environment variables, properties, XML, tables, JSON lines, lists of what to ignore.

use super::*;
use serde_json::json;

#[test]
fn toml_keeps_types_and_places() {
    const TOML: Format = Format::Toml;
    let text = "a.b = 1\n'名' = \"x\\n\"\nd = 1979-05-27T07:32:00Z\nf = 1e3\nh = 0xff\nbig = 18446744073709551616\n[t]\nx = [1, {y = true}]\n[[l.m]]\nn = 1\n[[l.m]]\nn = '''\n2'''\n[a.c]\nz = -1\n";
    let text = text.replace("big = 18446744073709551616\n", "");
    let expected = json!({"a": {"b": 1, "c": {"z": -1}}, "名": "x\n", "d": "1979-05-27T07:32:00Z", "f": 1000.0, "h": 255, "t": {"x": [1, {"y": true}]}, "l": {"m": [{"n": 1}, {"n": "2"}]}});
    assert_eq!(value(TOML, &text), expected);
    assert_eq!(value(TOML, ""), json!({}));
    for (text, pointer, expected) in [
        ("a = ⟦\"名\\t\"⟧ # c\n", "/a", json!("名\t")),
        ("a = [1, ⟦{b = 'x'}⟧]\r\n", "/a/1", json!({"b": "x"})),
        ("[t]\na = ⟦'''\r\nx'''⟧\r\n", "/t/a", json!("x")),
        ("a.b.c = ⟦true⟧\n", "/a/b/c", json!(true)),
        ("⟦[t]\na = 1⟧\n\n[u]\n", "/t", json!({"a": 1})),
        ("[[l]]\na = 1\n⟦[[l]]\na = 2⟧\n", "/l/1", json!({"a": 2})),
    ] {
        if pointer == "/t" || pointer == "/l/1" {
            // The key stands in the header.
            let (plain, span) = marked(text);
            let document = only(TOML, &plain);
            let node = document.resolve(&Pointer::parse(pointer).unwrap()).node;
            assert_eq!((document.node(node).span, document.to_json(node)), (span, expected), "{text}");
        } else {
            assert_value_at(TOML, text, pointer, expected);
        }
    }
    for (text, pointer) in
        [("a.⟦b⟧ = 1\n", "/a/b"), ("[a.⟦\"b c\"⟧]\n", "/a/b c"), ("x = {⟦y⟧ = 1}\n", "/x/y")]
    {
        assert_key_at(TOML, text, pointer);
    }
    for text in ["a = ⟦⟧\n", "a = 1\n⟦a⟧ = 2\n"] {
        let (plain, _) = marked(text);
        assert_eq!(read(TOML, &plain).problems[0].kind(), "parse");
    }
    assert_problem_at(TOML, "a = ⟦{{ x }}⟧\n", "template");
    assert_problem_at(TOML, "a = ⟦0x⟧\n", "parse");
    let long = "99999999999999999999";
    assert_eq!(
        value(TOML, &format!("a = {long}\n")).to_string(),
        serde_json::from_str::<Value>(&format!("{{\"a\": {long}}}")).unwrap().to_string()
    );
    assert_bounded(TOML, &format!("a = {}", "[".repeat(DEEP)));
    assert_bounded(TOML, &format!("a = {}", "{a=".repeat(DEEP)));
    assert_bounded(TOML, &format!("a{} = 1\n", ".a".repeat(DEEP)));
    assert_bounded(TOML, &format!("[a{}]\n", ".a".repeat(DEEP)));
    assert_bounded(TOML, &format!("x = {}1", "{a.a.a.a = ".repeat(60)));
    let strings = format!("a = \"{}\"\nb = 1.5 # {}\n", ".".repeat(500), "[".repeat(500));
    assert!(read(TOML, &strings).problems.is_empty());
    let text =
        "# say: 1\na.b = 1\n# say: 2\n[t] # say: 3\nx = \"# say: no\"\n# say: 4\n[[l]]\n# say: 5\n[t.u]\n";
    assert_comments(TOML, text, &[("1", "/a/b"), ("2", "/t"), ("3", "/t"), ("4", "/l/0"), ("5", "/t/u")]);
}

#[test]
fn ini_has_sections_of_typed_values() {
    const INI: Format = Format::Ini;
    let text = "first = 1\n; c\n[a]\nn = 1.5\nb = true\nt = yes ; c\nq = \"x ; y\" # c\nu: v#w\nskip\n[b.c]\nlong = a \\\n  b\n[a]\nmore = 007\n";
    let expected = json!({"": {"first": 1}, "a": {"n": 1.5, "b": true, "t": "yes", "q": "x ; y", "u": "v#w", "skip": true, "more": 7}, "b.c": {"long": "a   b"}});
    assert_eq!(value(INI, text), expected);
    assert_eq!(value(INI, &text.replace('\n', "\r\n")), expected);
    assert_eq!(
        value(INI, "[a]\nx =\ny = \"\"\nz =\n  1\n  2\n"),
        json!({"a": {"x": "", "y": "", "z": "1\n2"}})
    );
    for (text, pointer, expected) in [
        ("[a]\nb = ⟦名⟧ ; c\n", "/a/b", json!("名")),
        ("[a]\nb = ⟦\"x \"⟧ ; c\r\n", "/a/b", json!("x ")),
        ("[a]\nb = ⟦x \\\n y⟧\n", "/a/b", json!("x  y")),
        ("[a]\nb = ⟦1\n  2⟧\n", "/a/b", json!("1\n2")),
        ("b=⟦5⟧\n", "//b", json!(5)),
    ] {
        assert_value_at(INI, text, pointer, expected);
    }
    assert_key_at(INI, "[ ⟦名 x⟧ ]\na = 1\n", "/名 x");
    assert_key_at(INI, "[a]\n⟦b c⟧ = 1\n", "/a/b c");
    for (text, kind) in [
        ("⟦[a⟧\n", "parse"),
        ("[a] ⟦b⟧\n", "parse"),
        ("⟦= x⟧\n", "parse"),
        ("⟦a b⟧\n", "parse"),
        ("[a]\nb = 1\n⟦b⟧ = 2\n", "duplicate-key"),
        ("[a]\nb = 1\n[c]\n[a]\n⟦b⟧ = 2\n", "duplicate-key"),
        ("⟦{{ x }}⟧\n", "template"),
    ] {
        // What stands before the sign is part of what is wrong.
        if text == "⟦= x⟧\n" {
            assert_problem_at(INI, "⟦=⟧ x\n", kind);
        } else {
            assert_problem_at(INI, text, kind);
        }
    }
    assert_comments(
        INI,
        "; say: 1\n[a]\n# say: 2\nb = 1 ; say: 3\nc = \"; say: no\"\n",
        &[("1", "/a"), ("2", "/a/b"), ("3", "/a/b")],
    );
}

#[test]
fn units_of_systemd_may_repeat_keys() {
    const UNIT: Format = Format::Systemd;
    let text =
        "[Service]\nExecStart=/bin/a \\\n# c\n  b\nEnvironment=A=1\nEnvironment=\"B=2 ; x\"\nTimeoutSec=5\n";
    let expected = json!({"Service": {"ExecStart": "/bin/a   b", "Environment": ["A=1", "\"B=2 ; x\""], "TimeoutSec": "5"}});
    assert_eq!(value(UNIT, text), expected);
    assert_value_at(UNIT, "[S]\nE=1\nF=2\nE=⟦名⟧\n", "/S/E/1", json!("名"));
    assert_problem_at(UNIT, "[S]\n⟦x⟧\n", "parse");
}

#[test]
fn environment_variables_are_text() {
    const ENV: Format = Format::Dotenv;
    let text =
        "# c\nA=1\nexport B = ${A}x # c\nC='${A}'\nD=\"a\\n$A \\$A ${NO}\"\nE=\nF: y\nG=\"l1\nl2\"\nH=p#q\n";
    let expected = json!({"A": "1", "B": "1x", "C": "${A}", "D": "a\n1 $A ${NO}", "E": "", "F": "y", "G": "l1\nl2", "H": "p#q"});
    assert_eq!(value(ENV, text), expected);
    for (text, pointer, expected) in [
        ("A=⟦名 x⟧ # c\r\n", "/A", json!("名 x")),
        ("A=1\nB= ⟦\"${A} \n名\"⟧ # c\n", "/B", json!("1 \n名")),
        ("export A=⟦'x'⟧\n", "/A", json!("x")),
    ] {
        assert_value_at(ENV, text, pointer, expected);
    }
    assert_key_at(ENV, "export ⟦A.b⟧ = 1\n", "/A.b");
    for (text, kind) in [
        ("⟦what⟧\n", "parse"),
        ("A=⟦\"⟧x\n", "parse"),
        ("A=\"x\" ⟦y⟧\n", "parse"),
        ("A=1\n⟦A⟧=2\n", "duplicate-key"),
        ("⟦{{ x }}⟧\n", "template"),
    ] {
        assert_problem_at(ENV, text, kind);
    }
    let doubling: String = (1..60).map(|n| format!("A{n}=${{A{}}}${{A{}}}\n", n - 1, n - 1)).collect();
    assert_bounded(ENV, &format!("A0=xxxxxxxx\n{doubling}"));
    assert_comments(ENV, "# say: 1\nA=1 # say: 2\nB='# say: no'\n", &[("1", "/A"), ("2", "/A")]);
}

#[test]
fn properties_are_text() {
    const PROPERTIES: Format = Format::Properties;
    let text =
        "# c\n! d\na=1\nb : ${a}${no}\nc\\ d   e f\ng\nh=\\u540d\\\n  \\t x\ni = \\\\\nj=\\uD83D\\uDE00\n";
    let expected =
        json!({"a": "1", "b": "1${no}", "c d": "e f", "g": "", "h": "名\t x", "i": "\\", "j": "😀"});
    assert_eq!(value(PROPERTIES, text), expected);
    assert_eq!(value(PROPERTIES, &text.replace('\n', "\r\n")), expected);
    for (text, pointer, expected) in [
        ("a = ⟦x \\\n   名⟧\nb=1\n", "/a", json!("x 名")),
        ("a:⟦1 # x⟧\n", "/a", json!("1 # x")),
        ("a ⟦b⟧\r\n", "/a", json!("b")),
    ] {
        assert_value_at(PROPERTIES, text, pointer, expected);
    }
    assert_key_at(PROPERTIES, "x=1\n ⟦a\\:b⟧ = 1\n", "/a:b");
    for (text, kind) in [("a=⟦\\u12⟧\n", "parse"), ("a=⟦${a}⟧\n", "parse"), ("a=1\n⟦a⟧=2\n", "duplicate-key")]
    {
        assert_problem_at(PROPERTIES, text, kind);
    }
    let doubling: String = (1..60).map(|n| format!("a{n}=${{a{}}}${{a{}}}\n", n - 1, n - 1)).collect();
    assert_bounded(PROPERTIES, &format!("a0=xxxxxxxx\n{doubling}"));
    let chain: String = (1..DEEP).map(|n| format!("a{n}=${{a{}}}\n", n - 1)).collect();
    assert!(read(PROPERTIES, &format!("a0=x\n{chain}")).problems.is_empty(), "each is known by then");
    assert_comments(PROPERTIES, "! say: 1\na=1 # say: no\n", &[("1", "/a")]);
}

#[test]
fn xml_is_elements_attributes_and_text() {
    const XML: Format = Format::Xml;
    let text = "<?xml version=\"1.0\"?>\n<!-- c -->\n<p:a xmlns:p=\"u\" x='1 &amp;&#x540d;'>\n <b>t</b>\n <b/>\n <c y=\"2\">名 &lt; <![CDATA[<d>]]></c>\n <e> </e>\n</p:a>\n";
    let expected = json!({"a": {"-p": "u", "-x": "1 &名", "b": ["t", ""], "c": {"-y": "2", "#content": "名 < <d>"}, "e": ""}});
    assert_eq!(value(XML, text), expected);
    assert_eq!(value(XML, &text.replace('\n', "\r\n")), expected);
    for (text, pointer, expected) in [
        ("<a>\n <b>⟦名⟧</b></a>", "/a/b", json!("名")),
        ("<a>⟦<b x=\"1\"> y </b>⟧</a>", "/a/b", json!({"-x": "1", "#content": "y"})),
        ("<a><b x=⟦\"1 &gt;\"⟧/></a>", "/a/b/-x", json!("1 >")),
        ("<a x='1'> ⟦t &amp; u⟧ </a>", "/a/#content", json!("t & u")),
        ("<a><b/><c/><b>⟦x⟧</b></a>", "/a/b/1", json!("x")),
        ("<a>\r\n<b>⟦⟧</b></a>", "/a/b", json!("")),
    ] {
        assert_value_at(XML, text, pointer, expected);
    }
    for (text, pointer) in
        [("<⟦a⟧/>", "/a"), ("<a><⟦p:b⟧ xmlns:p='u'/></a>", "/a/b"), ("<a ⟦x⟧ = '1'/>", "/a/-x")]
    {
        assert_key_at(XML, text, pointer);
    }
    for text in [
        "<a>",
        "<a></b>",
        "<a x='1' x='2'/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "x",
        "",
        "<a>&no;</a>",
    ] {
        let problems = read(XML, text).problems;
        assert_eq!(problems.iter().map(|problem| problem.kind()).collect::<Vec<_>>(), ["parse"], "{text}");
    }
    assert_problem_at(XML, "<名>\n <a></b⟦<⟧/a></名>", "parse");
    assert_bounded(XML, &"<a>".repeat(DEEP));
    assert_bounded(XML, &format!("{}{}", "<a>".repeat(DEEP), "</a>".repeat(DEEP)));
    let attributes: String = (0..DEEP).map(|n| format!(" x{n}='1'")).collect();
    assert_eq!(read(XML, &format!("<a{attributes}/>")).problems[0].kind(), "parse");
    let flat = format!("<a>{}</a>", "<b/><c x='>'></c>".repeat(1000));
    assert!(read(XML, &flat).problems.is_empty());
    let text = "<a>\n <!-- say: 1 -->\n <b x='1'/>\n <!-- say: 2 -->\n <b/>\n <c><![CDATA[<!-- say: no -->]]></c>\n</a>\n";
    assert_comments(XML, text, &[("1", "/a/b/0"), ("2", "/a/b/1")]);
}

#[test]
fn tables_are_lists_of_mappings() {
    let text = "a,名,\"c \"\"d\"\"\"\n1,,\"x\ny\"\n\n2,z\n";
    let expected = json!([{"a": "1", "名": "", "c \"d\"": "x\ny"}, {"a": "2", "名": "z"}]);
    assert_eq!(value(Format::Csv, text), expected);
    assert_eq!(value(Format::Tsv, "a\tb\r\n1\t\"2\t3\"\r\n"), json!([{"a": "1", "b": "2\t3"}]));
    assert_eq!(value(Format::Csv, "a,b\n"), json!([]));
    assert_eq!(value(Format::Csv, "a\n1,2,3\n"), json!([{"a": "1", "": ["2", "3"]}]));
    assert_eq!(value(Format::Csv, "# an export, of today\n# 名\n#,b\n1,2\n"), json!([{"#": "1", "b": "2"}]));
    for (text, pointer, expected) in [
        ("a,b\n1,⟦\"名 \"\"x\"⟧\n", "/0/b", json!("名 \"x")),
        ("a,b\r\n1,2\r\n⟦3⟧,4\r\n", "/1/a", json!("3")),
        ("a,b\n⟦1,2⟧\n", "/0", json!({"a": "1", "b": "2"})),
    ] {
        assert_value_at(Format::Csv, text, pointer, expected);
    }
    for (text, kind) in
        [("a\n⟦\"⟧x\n", "parse"), ("a\n\"x\"⟦y⟧\n", "parse"), ("a,⟦a⟧\n1,2\n", "duplicate-key")]
    {
        assert_problem_at(Format::Csv, text, kind);
    }
}

#[test]
fn json_lines_are_documents() {
    let parsed = read(Format::Ndjson, "{\"a\": 1}\n\n  [\"名\"]\r\n{\"b\"\n{\"c\": 1, \"c\": 2}");
    let values: Vec<Value> =
        parsed.documents.iter().map(|document| document.to_json(document.root())).collect();
    assert_eq!(values, [json!({"a": 1}), json!(["名"]), json!({"c": 2})]);
    assert_eq!(parsed.documents.iter().map(|document| document.index).collect::<Vec<_>>(), [0, 1, 3]);
    let list = &parsed.documents[1];
    assert_eq!(list.source.slice(list.node(0).span), "\"名\"");
    let kinds: Vec<_> =
        parsed.problems.iter().map(|problem| (problem.kind(), problem.origin().unwrap().line())).collect();
    assert_eq!(kinds, [("parse", "test:4".to_owned()), ("duplicate-key", "test:5".to_owned())]);
    parsed.documents.iter().for_each(spans::assert_nested);
    assert_eq!(read(Format::Ndjson, &"[\n".repeat(300)).problems.len(), 101);
    assert_eq!(read(Format::Ndjson, &format!("1\n{}", "[".repeat(DEEP))).problems[0].kind(), "limit");
}

#[test]
fn what_to_ignore_is_an_entry_a_line() {
    let text = "foo\\ x  \n!bar\n\n# 名 \n";
    let entry =
        |kind: &str, value: &str, original: &str| json!({"Kind": kind, "Value": value, "Original": original});
    let expected = json!([
        entry("Path", "foo x", "foo\\ x  "),
        entry("NegatedPath", "bar", "!bar"),
        entry("Empty", "", ""),
        entry("Comment", "名", "# 名 "),
        entry("Empty", "", ""),
    ]);
    assert_eq!(value(Format::Ignore, text), expected);
    assert_eq!(value(Format::Ignore, &text.replace('\n', "\r\n")), expected);
    assert_value_at(Format::Ignore, "a\n!⟦名⟧\r\n", "/1/Value", json!("名"));
    assert_value_at(Format::Ignore, "a\n⟦!b⟧", "/1/Original", json!("!b"));
    assert_comments(Format::Ignore, "# say: 1\na\n", &[("1", "/1")]);
}

#[test]
fn bills_of_materials_have_the_shape_of_their_json() {
    let xml = "<?xml version=\"1.0\"?>\n<bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\" version=\"2\" serialNumber=\"urn:x\">\n <metadata><timestamp>2026</timestamp></metadata>\n <components>\n  <component type=\"library\" bom-ref=\"a\"><name>名</name><modified>false</modified>\n   <hashes><hash alg=\"MD5\">abc</hash></hashes>\n   <licenses><license><id>MIT</id></license><expression>A OR B</expression></licenses>\n   <properties><property name=\"k\">v</property></properties></component>\n </components>\n <dependencies><dependency ref=\"a\"><dependency ref=\"b\"/></dependency></dependencies>\n</bom>\n";
    let expected = json!({
        "version": 2, "serialNumber": "urn:x", "specVersion": "1.4", "bomFormat": "CycloneDX",
        "metadata": {"timestamp": "2026"},
        "components": [{"type": "library", "bom-ref": "a", "name": "名", "modified": false,
            "hashes": [{"alg": "MD5", "content": "abc"}],
            "licenses": [{"license": {"id": "MIT"}}, {"expression": "A OR B"}],
            "properties": [{"name": "k", "value": "v"}]}],
        "dependencies": [{"ref": "a", "dependsOn": ["b"]}],
    });
    assert_eq!(value(Format::Cyclonedx, xml), expected);
    assert_eq!(value(Format::Cyclonedx, "{\"bomFormat\": 1}"), json!({"bomFormat": 1}));
    assert_value_at(
        Format::Cyclonedx,
        "<bom><components><component><name>⟦名⟧</name></component></components></bom>",
        "/components/0/name",
        json!("名"),
    );
    assert_problem_at(Format::Cyclonedx, "<⟦a⟧/>", "parse");
    assert_bounded(Format::Cyclonedx, &"<bom>".repeat(DEEP));
    let tags = "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: 名\nCreator: Tool: x\nCreator: Person: y\nCreated: 2026-01-01T00:00:00Z\n# c\nPackageName: p\nSPDXID: SPDXRef-p\nFilesAnalyzed: false\nPackageChecksum: SHA1: abc\nPackageCopyrightText: <text>a\nb: c</text>\nExternalRef: PACKAGE-MANAGER purl pkg:npm/x@1\nPackageName: q\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-p\n";
    let expected = json!({
        "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "名",
        "creationInfo": {"creators": ["Tool: x", "Person: y"], "created": "2026-01-01T00:00:00Z"},
        "packages": [
            {"name": "p", "SPDXID": "SPDXRef-p", "filesAnalyzed": false, "checksums": [{"algorithm": "SHA1", "checksumValue": "abc"}],
             "copyrightText": "a\nb: c", "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:npm/x@1"}]},
            {"name": "q"},
        ],
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-p"}],
    });
    assert_eq!(value(Format::Spdx, tags), expected);
    for (text, pointer, expected) in [
        ("DocumentName: ⟦名⟧\r\n", "/name", json!("名")),
        ("PackageName: p\nPackageComment: <text>⟦a\nb⟧</text>\n", "/packages/0/comment", json!("a\nb")),
        ("PackageName: p\nPackageChecksum: MD5: ⟦x⟧\n", "/packages/0/checksums/0/checksumValue", json!("x")),
    ] {
        assert_value_at(Format::Spdx, text, pointer, expected);
    }
    for (text, kind) in [
        ("⟦what⟧\n", "parse"),
        ("⟦What⟧: x\n", "parse"),
        ("⟦PackageVersion⟧: 1\n", "parse"),
        ("DocumentName: ⟦<text>x⟧\n", "parse"),
        ("DocumentName: a\n⟦DocumentName⟧: b\n", "duplicate-key"),
    ] {
        assert_problem_at(Format::Spdx, text, kind);
    }
}
