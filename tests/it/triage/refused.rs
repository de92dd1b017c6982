//! What a user meets in a pipeline is told in both languages.

use crate::common::place::Place;
use crate::common::{DAY, fiducia, text};

#[test]
fn what_cannot_be_done_is_told_in_chinese_too() {
    let place = Place::new();
    place.file("b.json", "{\"tool\": \"other\"}");
    place.file("e.json", "{\"tool\": {\"name\": \"other\"}}");
    place.file("c.json", "{\"tool\": \"fiducia\", \"version\": 9}");
    place.file("d.json", "{\"tool\": \"fiducia\", \"version\": 1, \"findings\": {}}");
    for (arguments, en, zh) in [
        (&["check", "--baseline", "b.json"][..], "this is no baseline", "这不是基线文件"),
        (&["check", "--baseline", "c.json"], "version of baselines", "未知的基线版本"),
        (&["check", "--baseline", "d.json"], "has to be a list", "须为条目列表"),
        (&["check", "--changed-since", "main"], "in no working tree", "不在 git 仓库的工作树中"),
        (&["check", "--changed-since=-x"], "is no revision", "不是版本"),
        (&["check", "--fail-on", "bad"], "is not one of", "不在可选值之列"),
        (&["check", "--as-of", "bad"], "is no day", "不是日期"),
        (&["check", "--timeout", "bad"], "is no duration", "不是可用的时长"),
        (&["check", "--max-file-size", "bad"], "is no size", "不是大小"),
        (&["check", "--param", "bad"], "is not NAME=VALUE", "NAME=VALUE 的形式"),
        (&["check", "-o", "jsno=x", "--as-of", DAY], "did you mean", "是否指"),
        (&["check", "-o", "no/where.txt", "--as-of", DAY], "cannot write", "无法写入"),
        (&["check", "--explain", "NOBODY", "--as-of", DAY], "no finding has", "没有指纹或规则"),
        (&["compare", "b.json", "b.json"], "this is no JSON report", "的 JSON 报告"),
        (&["compare", "e.json", "e.json"], "this is no report of fiducia", "这不是 fiducia 的报告"),
        (&["merge", "b.json"], "no JSON report", "JSON 报告"),
    ] {
        for (lang, words) in [("en", en), ("zh", zh)] {
            let policy: &[&str] = if arguments[0] == "check" { &["-p", "./policy"] } else { &[] };
            let output = fiducia(place.path(), &[arguments, policy, &["--lang", lang]].concat());
            // Frames break lines wherever they are full.
            let flat = |text: &str| text.split_whitespace().filter(|word| *word != "│").collect::<String>();
            let stderr = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
            assert!(flat(&stderr).contains(&flat(words)), "{arguments:?}: {words}: {stderr}");
        }
    }
}
