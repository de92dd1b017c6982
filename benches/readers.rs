//! What reading a megabyte costs in each format, and what the parser behind a reader costs by itself.
//!
//! `cargo bench --bench readers -- hcl2` shows both for one format; the throughput is in bytes of the text.
#![allow(clippy::unwrap_used)]

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use fiducia::document::{Format, Limits, Reading, parse_as};
use fiducia::source::SourceFile;
use std::hint::black_box;
use std::time::Duration;

/// Bytes of each text, about.
const SIZE: usize = 200_000;

/// A format with the piece of text that is repeated, `#` standing for a number.
const FORMATS: &[(Format, &str)] = &[
    (Format::Yaml, "k#:\n  name: \"服务 #\"\n  ports: [80, 443]\n  tls: {min: '1.3', on: true}\n"),
    (
        Format::Hcl2,
        "resource \"aws_db_instance\" \"d#\" {\n  name = \"db-#\" # 库\n  ports = [80, 443]\n  tags = {\n    a = \"x${var.y}\"\n  }\n}\n",
    ),
    (
        Format::Toml,
        "[section-#]\nname = \"服务\" # 注\nports = [80, 443]\nlimit = {cpu = 1, memory = \"2Gi\"}\n",
    ),
    (Format::Dockerfile, "RUN apt-get update && \\\n  apt-get install -y curl=# # 注\nENV A#=b C=\"d e\"\n"),
    (
        Format::Nginx,
        "server {\n  listen 443 ssl; # 注\n  server_name s#.example;\n  ssl_protocols TLSv1.2 TLSv1.3;\n}\n",
    ),
    (Format::Directives, "# 注\nPort #\nCiphers a,b,c\nMatch User x#\n"),
    (Format::Ini, "[s#]\n# 注\nname = 服务 #\nport = 80\n"),
    (Format::Systemd, "[Service]\nExecStart=/bin/a \\\n  --flag #\nRestart=always\n"),
    (Format::Dotenv, "A#=\"b c\" # 注\nexport D#='e'\n"),
    (Format::Properties, "a.b.#=服务\\\n  two\nc.#: d\n"),
    (Format::Csv, "名#,b,\"c, d\",4\n"),
    (Format::Ndjson, "{\"name\": \"服务 #\", \"ports\": [80, 443], \"on\": true}\n"),
    (Format::Ignore, "# 注\nbuild/#\n!keep#\n"),
];

fn text(piece: &str) -> String {
    let pieces = (0..SIZE / piece.len()).map(|number| piece.replace('#', &number.to_string()));
    pieces.collect()
}

fn wrapped(format: Format, text: String) -> String {
    match format {
        Format::Systemd => text.replace("[Service]\n", ""),
        _ => text,
    }
}

/// The parser behind a reader, where it is a crate.
fn alone(group: &mut BenchmarkGroup<'_, WallTime>, format: Format, text: &str) {
    match format {
        Format::Hcl2 => {
            group.bench_function("hcl2, parser alone", |bencher| {
                bencher.iter(|| hcl_edit::parser::parse_body(black_box(text)).unwrap());
            });
        }
        Format::Toml => {
            group.bench_function("toml, parser alone", |bencher| {
                bencher.iter(|| toml::de::DeTable::parse(black_box(text)).unwrap());
            });
        }
        Format::Xml => {
            group.bench_function("xml, parser alone", |bencher| {
                bencher.iter(|| roxmltree::Document::parse(black_box(text)).unwrap());
            });
        }
        Format::Yaml => {
            group.bench_function("yaml, parser alone", |bencher| {
                bencher.iter(|| {
                    granit_parser::Parser::new_from_str(black_box(text)).map(Result::unwrap).count()
                });
            });
        }
        _ => {}
    }
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let mut group = criterion.benchmark_group("read");
    let pieces = FORMATS.iter().map(|&(format, piece)| (format, wrapped(format, text(piece))));
    let json = format!("[{}null]", text("{\"name\": \"服务 #\", \"ports\": [80, 443], \"on\": true},\n"));
    let xml =
        format!("<all>{}</all>", text("<service id=\"s#\">\n  <port>443</port><!-- 注 -->\n</service>\n"));
    for (format, text) in pieces.chain([(Format::Json, json), (Format::Xml, xml)]) {
        let source = SourceFile::from_text("text", text);
        group.throughput(Throughput::Bytes(source.text.len() as u64));
        let read = || parse_as(&source, format, Reading::default(), &Limits::default());
        let parsed = read();
        assert!(parsed.problems.is_empty(), "{}: {:?}", format.name(), parsed.problems.first());
        group.bench_function(format.name(), |bencher| bencher.iter(|| black_box(read())));
        alone(&mut group, format, &source.text);
    }
    group.finish();
    criterion.final_summary();
}
