//! Dockerfiles, nginx, directives.

use super::*;
use serde_json::json;

const DOCKER: Format = Format::Dockerfile;
const NGINX: Format = Format::Nginx;

/// The commands of a Dockerfile, as `Cmd`, `SubCmd`, `JSON`, `Flags`, `Value`, `Stage`.
fn commands(text: &str) -> Value {
    let document = value(DOCKER, text);
    let one = |command: &Value| {
        let member = |name: &str| command[name].clone();
        json!([
            member("Cmd"),
            member("SubCmd"),
            member("JSON"),
            member("Flags"),
            member("Value"),
            member("Stage")
        ])
    };
    document.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn instructions_are_commands() {
    for (text, expected) in [
        ("FROM golang:1.13 as base\n", json!([["from", "", false, [], ["golang:1.13", "as", "base"], 0]])),
        (
            "from a\nFrom --platform=linux/amd64 b",
            json!([
                ["from", "", false, [], ["a"], 0],
                ["from", "", false, ["--platform=linux/amd64"], ["b"], 1]
            ]),
        ),
        (
            "ENV A=1 B=\"x y\" C=a\\ b",
            json!([["env", "", false, [], ["A", "1", "=", "B", "\"x y\"", "=", "C", "a\\ b", "="], 0]]),
        ),
        ("ENV A 1 2", json!([["env", "", false, [], ["A", "1 2", ""], 0]])),
        ("LABEL a.b=c", json!([["label", "", false, [], ["a.b", "c", "="], 0]])),
        ("ARG X=1 Y", json!([["arg", "", false, [], ["X=1", "Y"], 0]])),
        ("CMD [\"a\", \"b \\\"c\"]", json!([["cmd", "", true, [], ["a", "b \"c"], 0]])),
        ("CMD a  b", json!([["cmd", "", false, [], ["a  b"], 0]])),
        (
            "RUN --mount=type=cache,target=/x --network=\"none\" a \\\n  # 注释\n\n  && b",
            json!([["run", "", false, ["--mount=type=cache,target=/x", "--network=none"], ["a   && b"], 0]]),
        ),
        ("COPY --from=x a b c/", json!([["copy", "", false, ["--from=x"], ["a", "b", "c/"], 0]])),
        ("ADD [\"a b\", \"c\"]", json!([["add", "", true, [], ["a b", "c"], 0]])),
        (
            "HEALTHCHECK --interval=5s CMD curl  x",
            json!([["healthcheck", "", false, ["--interval=5s"], ["CMD", "curl  x"], 0]]),
        ),
        ("HEALTHCHECK CMD [\"a\"]", json!([["healthcheck", "", true, [], ["CMD", "a"], 0]])),
        ("HEALTHCHECK NONE", json!([["healthcheck", "", false, [], ["NONE"], 0]])),
        ("ONBUILD RUN [\"x\"]", json!([["onbuild", "RUN", true, [], ["x"], 0]])),
        ("EXPOSE 80 443/udp", json!([["expose", "", false, [], ["80", "443/udp"], 0]])),
        ("USER root  ", json!([["user", "", false, [], ["root"], 0]])),
        (
            "# escape=`\nRUN a `\n b\\\n",
            json!([["comment", "", false, [], ["escape=`"], 0], ["run", "", false, [], ["a  b\\"], 0]]),
        ),
        (
            "#a\n\n # b\nFROM x\n# c",
            json!([
                ["comment", "", false, [], ["a"], 0],
                ["comment", "", false, [], ["b"], 0],
                ["from", "", false, [], ["x"], 0]
            ]),
        ),
        (
            "RUN <<EOF\na\nEOF\nUSER x",
            json!([["run", "", false, [], ["<<EOF"], 0], ["user", "", false, [], ["x"], 0]]),
        ),
    ] {
        assert_eq!(commands(text), expected, "{text}");
        assert_eq!(commands(&text.replace('\n', "\r\n")), expected, "{text}");
    }
    let heredocs = value(DOCKER, "COPY <<-A <<\"B\" /x\n\ta $x\n\tA\nb\nB\n");
    assert_eq!(
        heredocs[0]["Heredocs"],
        json!([{"Name": "A", "Content": "\ta $x\n"}, {"Name": "B", "Content": "b\n"}])
    );
}

#[test]
fn values_of_a_dockerfile_have_their_bytes() {
    for (text, pointer, expected) in [
        ("FROM ⟦a:latest⟧\n", "/0/Value/0", json!("a:latest")),
        ("⟦FROM⟧ a\n", "/0/Cmd", json!("from")),
        (
            "FROM a\n⟦RUN x \\\r\n  && 名⟧\r\n",
            "/1",
            json!({"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["x   && 名"], "Stage": 0}),
        ),
        ("FROM a\nRUN ⟦x \\\n # c\n  && 名⟧\n", "/1/Value/0", json!("x   && 名")),
        ("ENV \\\n  A=1 \\\n  B=⟦\"名 x\"⟧\n", "/0/Value/4", json!("\"名 x\"")),
        ("ENV \\\n  A=1 \\\n  ⟦B⟧=2\n", "/0/Value/3", json!("B")),
        ("CMD [\"a\", ⟦\"\\u540d\"⟧]\n", "/0/Value/1", json!("名")),
        ("COPY ⟦--from=\"x y\"⟧ a b\n", "/0/Flags/0", json!("--from=x y")),
        ("ONBUILD ⟦RUN⟧ x\n", "/0/SubCmd", json!("RUN")),
        ("# ⟦注释⟧\nFROM x\n", "/0/Value/0", json!("注释")),
        ("RUN <<E\n⟦a\nb\n⟧E\n", "/0/Heredocs/0/Content", json!("a\nb\n")),
    ] {
        assert_value_at(DOCKER, text, pointer, expected);
    }
}

#[test]
fn mistakes_in_a_dockerfile_have_a_place() {
    for (text, kind) in [
        ("FROM a\n⟦FORM⟧ b\n", "parse"),
        ("⟦FROM⟧\n", "parse"),
        ("ENV ⟦A⟧\n", "parse"),
        ("ENV A=1 ⟦B⟧\n", "parse"),
        ("CMD ⟦[\"a\", 1]⟧\n", "parse"),
        ("ONBUILD ⟦ONBUILD⟧ RUN x\n", "parse"),
        ("RUN ⟦<<E⟧\nx\n", "parse"),
        ("⟦{{ .From }}⟧\n", "template"),
    ] {
        assert_problem_at(DOCKER, text, kind);
    }
    let kinds = |text: &str| read(DOCKER, text).problems.iter().map(|p| p.kind()).collect::<Vec<_>>();
    assert_eq!(kinds("# nothing\n"), ["empty"]);
    assert!(read(DOCKER, &format!("RUN {}", "a \\\n".repeat(DEEP))).problems.is_empty());
    assert!(read(DOCKER, &format!("CMD {}", "[".repeat(DEEP))).problems.is_empty());
    assert_eq!(kinds(&"ONBUILD ".repeat(DEEP)), ["parse"]);
}

#[test]
fn comments_of_a_dockerfile_are_about_the_next_line_that_says_something() {
    let text = "# say: 1\nFROM a\nRUN x \\\n  # say: 2\n  && y\nRUN <<E\n# say: no\nE\nUSER \"# say: no\"\n";
    assert_comments(DOCKER, text, &[("1", "/1"), ("2", "none")]);
}

#[test]
fn directives_of_nginx_nest_in_blocks() {
    let text = "worker_processes 1;\nhttp {\n  server { listen 80; listen \"443 \\\"ssl\"; }\n  if ($x ~ \"a\") { return 444; }\n  log_format m '$a ' 'b';\n  set ${v}x 1;\n}\n";
    let directive = |name: &str, parameters: Value| json!({"name": name, "parameters": parameters});
    let block = |name: &str, parameters: Value, inner: Value| json!({"name": name, "parameters": parameters, "block": {"directives": inner}});
    let expected = json!({"directives": [
        directive("worker_processes", json!(["1"])),
        block("http", json!([]), json!([
            block("server", json!([]), json!([directive("listen", json!(["80"])), directive("listen", json!(["443 \"ssl"]))])),
            block("if", json!(["($x", "~", "a", ")"]), json!([directive("return", json!(["444"]))])),
            directive("log_format", json!(["m", "$a ", "b"])),
            directive("set", json!(["${v}x", "1"])),
        ])),
    ]});
    assert_eq!(value(NGINX, text), expected);
    assert_eq!(value(NGINX, &text.replace('\n', "\r\n")), expected);
    assert_eq!(value(NGINX, "# nothing"), json!({"directives": []}));
    let lua = "location / { content_by_lua_block { local a = \"}\" -- }\n if x { } } }";
    let code = value(NGINX, lua)["directives"][0]["block"]["directives"][0].clone();
    assert_eq!(code, directive("content_by_lua_block", json!([" local a = \"}\" -- }\n if x { } "])));
}

#[test]
fn values_of_nginx_have_their_bytes() {
    for (text, pointer, expected) in [
        ("a;\nb ⟦\"名 {\"⟧ c;\n", "/directives/1/parameters/0", json!("名 {")),
        ("a { ⟦b⟧ c; }", "/directives/0/block/directives/0/name", json!("b")),
        (
            "# }\na {\r\n b; ⟦c 1;⟧\r\n}",
            "/directives/0/block/directives/1",
            json!({"name": "c", "parameters": ["1"]}),
        ),
        ("a ⟦{ b; }⟧", "/directives/0/block", json!({"directives": [{"name": "b", "parameters": []}]})),
    ] {
        assert_value_at(NGINX, text, pointer, expected);
    }
    for (text, kind) in [
        ("⟦http⟧ {", "parse"),
        ("⟦a⟧ b", "parse"),
        ("x { ⟦a⟧ }", "parse"),
        ("a; ⟦}⟧", "parse"),
        ("a; ⟦;⟧", "parse"),
        ("⟦{⟧ }", "parse"),
        ("a ⟦\"⟧b;", "parse"),
    ] {
        assert_problem_at(NGINX, text, kind);
    }
    assert_bounded(NGINX, &"a {".repeat(DEEP));
    assert_bounded(NGINX, &format!("{}{}", "a {".repeat(DEEP), "}".repeat(DEEP)));
    let text = "# say: 1\na b;\nc { # say: 2\n  # say: 3\n  d \"# say: no\";\n}\n";
    assert_comments(
        NGINX,
        text,
        &[("1", "/directives/0"), ("2", "/directives/1"), ("3", "/directives/1/block/directives/0")],
    );
}

fn named(name: &str, text: &str) -> Document {
    let mut parsed = parse(&SourceFile::from_text(name, text), Format::Directives, &Limits::default());
    assert!(parsed.problems.is_empty() && parsed.documents.len() == 1, "{text:?}: {:?}", parsed.problems);
    let document = parsed.documents.remove(0);
    spans::assert_nested(&document);
    document
}

#[test]
fn lines_of_directives_follow_their_program() {
    for (name, text, expected) in [
        (
            "etc/ssh/sshd_config",
            "# c\nPort 22\nPermitRootLogin=no # c\nAllowUsers \"a b\" c\n",
            json!([["Port", "22"], ["PermitRootLogin", "no"], ["AllowUsers", "a b", "c"]]),
        ),
        (
            "postgresql.conf",
            "listen_addresses = '*'\t# what\nlog_line_prefix = 'it''s # '\nfsync on\n",
            json!([["listen_addresses", "*"], ["log_line_prefix", "it's # "], ["fsync", "on"]]),
        ),
        (
            "pg_hba.conf",
            "host all \"all\" 0.0.0.0/0 trust # c\n",
            json!([["host", "all", "all", "0.0.0.0/0", "trust"]]),
        ),
        (
            "redis.conf",
            "requirepass a#b\nsave \"\"\nsave 900 1\n",
            json!([["requirepass", "a#b"], ["save", ""], ["save", "900", "1"]]),
        ),
        (
            "haproxy.cfg",
            "frontend x\n  bind *:80\n  acl a path_beg -i /x\\ y '#'\n",
            json!([["frontend", "x"], ["bind", "*:80"], ["acl", "a", "path_beg", "-i", "/x y", "#"]]),
        ),
        (
            "sudoers",
            "%wheel ALL=(ALL) \\\n  NOPASSWD: ALL\nDefaults badpass_message=\"no way\"\n",
            json!([["%wheel", "ALL=(ALL)", "NOPASSWD:", "ALL"], ["Defaults", "badpass_message=no way"]]),
        ),
        ("some.conf", "a  b\r\na c\r\n", json!([["a", "b"], ["a", "c"]])),
    ] {
        let document = named(name, text);
        let found = document.to_json(document.root());
        let line = |directive: &Value| {
            let words =
                std::iter::once(&directive["name"]).chain(directive["parameters"].as_array().unwrap());
            words.cloned().collect::<Value>()
        };
        let lines: Value = found["directives"].as_array().unwrap().iter().map(line).collect();
        assert_eq!(lines, expected, "{name}");
    }
    let caddy = named("Caddyfile", "{\n\temail a@b\n}\nx.com {\n\troot * \"/a b\"\n}\n");
    assert_eq!(
        caddy.to_json(caddy.root()),
        json!({"directives": [
            {"name": "", "parameters": [], "block": {"directives": [{"name": "email", "parameters": ["a@b"]}]}},
            {"name": "x.com", "parameters": [], "block": {"directives": [{"name": "root", "parameters": ["*", "/a b"]}]}},
        ]})
    );
}

#[test]
fn values_of_directives_have_their_bytes() {
    const LINES: Format = Format::Directives;
    for (text, pointer, expected) in [
        ("a 1\nb ⟦\"名 x\"⟧ # c\n", "/directives/1/parameters/0", json!("名 x")),
        ("  ⟦名⟧ 1\r\n", "/directives/0/name", json!("名")),
        ("a\n⟦b 1 2⟧ # c", "/directives/1", json!({"name": "b", "parameters": ["1", "2"]})),
    ] {
        assert_value_at(LINES, text, pointer, expected);
    }
    let document = named("sudoers", "a \\\n  名 \\\n  c\n");
    let node = document.resolve(&Pointer::parse("/directives/0/parameters/1").unwrap()).node;
    assert_eq!(document.source.slice(document.node(node).span), "c");
    assert_problem_at(LINES, "a\nb ⟦\"⟧x\n", "parse");
    let caddy = |text: &str| {
        let parsed = parse(&SourceFile::from_text("Caddyfile", text), LINES, &Limits::default());
        parsed.problems.iter().map(|problem| problem.kind()).collect::<Vec<_>>()
    };
    assert_eq!(
        (caddy(&"a {\n".repeat(DEEP)), caddy("a {\n"), caddy("}\n")),
        (vec!["limit"], vec!["parse"], vec!["parse"])
    );
    assert_comments(
        LINES,
        "# say: 1\na b\nc \"# say: no\" # say: 2\n",
        &[("1", "/directives/0"), ("2", "/directives/1")],
    );
}
