//! How the programs whose files are lists of directives differ.

/// What a line of a program may look like.
#[derive(Debug)]
pub(super) struct Dialect {
    /// How the name of the file ends, in lower case.
    names: &'static [&'static str],
    /// What begins a comment.
    marks: &'static [char],
    /// A comment may follow on the line of a directive.
    trailing: bool,
    /// What may stand around a word.
    pub quotes: &'static str,
    /// Quotes may stand within a word.
    pub inner: bool,
    /// Two quotes are one that is meant.
    pub doubled: bool,
    /// A backslash takes the meaning from the next character.
    pub escapes: bool,
    /// A backslash at the end of a line goes on in the next one.
    pub continues: bool,
    /// `=` may stand between name and value.
    pub equals: bool,
    /// `{` at the end of a line begins a block.
    pub blocks: bool,
}

const PLAIN: Dialect = Dialect {
    names: &[],
    marks: &['#'],
    trailing: true,
    quotes: "\"",
    inner: false,
    doubled: false,
    escapes: false,
    continues: false,
    equals: false,
    blocks: false,
};

static DIALECTS: [Dialect; 7] = [
    Dialect { names: &["sshd_config", "ssh_config"], equals: true, ..PLAIN },
    Dialect {
        names: &["postgresql.conf", "postgresql.auto.conf"],
        quotes: "'",
        doubled: true,
        equals: true,
        ..PLAIN
    },
    Dialect { names: &["pg_hba.conf", "pg_ident.conf"], continues: true, ..PLAIN },
    Dialect { names: &["redis.conf", "sentinel.conf"], trailing: false, quotes: "\"'", ..PLAIN },
    Dialect { names: &["haproxy.cfg"], quotes: "\"'", inner: true, escapes: true, ..PLAIN },
    Dialect { names: &["caddyfile"], quotes: "\"`", continues: true, blocks: true, ..PLAIN },
    Dialect { names: &["sudoers"], inner: true, escapes: true, continues: true, ..PLAIN },
];

static OTHER: Dialect = PLAIN;

impl Dialect {
    /// The dialect of a file; the plain one where its name tells none.
    pub fn of(path: &str) -> &'static Dialect {
        let path = path.to_ascii_lowercase();
        let known = |dialect: &&Dialect| dialect.names.iter().any(|name| path.ends_with(name));
        DIALECTS.iter().find(known).unwrap_or(&OTHER)
    }

    /// True for a line that is a comment.
    pub fn is_comment(&self, line: &str) -> bool {
        line.starts_with(self.marks)
    }

    /// True where a comment begins behind what a line says.
    pub fn ends_line(&self, rest: &str) -> bool {
        self.trailing && rest.starts_with(self.marks)
    }
}
