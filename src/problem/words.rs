//! What problems say: what happened, and what to do.

use super::{Bound, Failure, Problem};
use crate::lang::{Lang, Message};
use std::time::Duration;

impl Problem {
    /// What happened.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Problem::Unreadable { path, reason } => {
                lang.pick(format!("cannot read {path}: {reason}"), format!("无法读取 {path}：{reason}"))
            }
            Problem::Link { path, reason } => lang.pick(
                format!("cannot follow the link {path}: {reason}"),
                format!("无法跟随链接 {path}：{reason}"),
            ),
            Problem::NotText { path, reason } => {
                lang.pick(format!("{path} is not text: {reason}"), format!("{path} 不是文本：{reason}"))
            }
            Problem::TooLarge { path, limit } => {
                let limit = bytes(*limit);
                lang.pick(format!("{path} is larger than {limit}"), format!("{path} 超过 {limit}"))
            }
            Problem::UnknownFormat { path, .. } => {
                lang.pick(format!("the format of {path} is not known"), format!("无法识别 {path} 的格式"))
            }
            Problem::NoDocument { source } => lang.pick(
                format!("{} holds no document", source.path),
                format!("{} 中没有任何文档", source.path),
            ),
            Problem::Syntax { reason, .. } => {
                lang.pick(format!("cannot parse: {reason}"), format!("无法解析：{reason}"))
            }
            Problem::Template { .. } => lang.pick(
                "this is a template, not configuration: it holds unrendered template actions".to_owned(),
                "这是模板而非配置：其中含有未渲染的模板标记".to_owned(),
            ),
            Problem::DuplicateKey { name, .. } => {
                lang.pick(format!("duplicate key {name:?}"), format!("键“{name}”重复"))
            }
            Problem::Limit { bound, limit, .. } => limit_message(*bound, *limit, lang),
            Problem::Lint { id, message, .. } => format!("{} (lint/{id})", message.get(lang)),
            Problem::Policy { message, .. }
            | Problem::Assessment { message, .. }
            | Problem::Plan { message, .. }
            | Problem::Refused { message, .. } => message.get(lang).to_owned(),
            Problem::Edit { pointer, .. } => lang.pick(
                format!("{pointer} cannot be written here without changing more than that"),
                format!("无法在此写入 {pointer} 而不改动其他内容"),
            ),
            Problem::Unknown { what: [en, zh], name, .. } => {
                lang.pick(format!("there is no {en} {name:?}"), format!("没有名为“{name}”的{zh}"))
            }
            Problem::UnknownRule { name, .. } => {
                lang.pick(format!("no loaded rule is named {name:?}"), format!("已加载的规则中没有“{name}”"))
            }
            Problem::CrossCheck { rule, subject, results, .. } => {
                let (on, results) = (on(subject.as_deref(), lang), results.get(lang));
                lang.pick(
                    format!("two engines differ about {rule}{on}\n{results}"),
                    format!("两个引擎对 {rule}{on} 的结果不一致\n{results}"),
                )
            }
            Problem::Evaluation { rule, subject, failure, reason, .. } => {
                evaluation_message(rule, subject.as_deref(), *failure, reason.get(lang), lang)
            }
            Problem::OutOfTime { limit, doing } => out_of_time(*limit, doing.as_ref(), lang),
            Problem::More { path, count, .. } if path.is_empty() => lang.pick(
                format!("and {count} more of this kind in other files"),
                format!("其他文件中另有 {count} 个同类问题"),
            ),
            Problem::More { path, count, .. } => lang.pick(
                format!("and {count} more of this kind in {path}"),
                format!("{path} 中另有 {count} 个同类问题"),
            ),
            Problem::Empty { reason, reason_zh } | Problem::Untested { reason, reason_zh } => {
                lang.pick(reason.clone(), reason_zh.clone())
            }
        }
    }

    /// What to do.
    pub fn help(&self, lang: Lang) -> Option<String> {
        let text = match self {
            Problem::Policy { help, .. } | Problem::Refused { help, .. } => return help.as_ref().map(|help| help.get(lang).to_owned()),
            Problem::Lint { help, .. } | Problem::Assessment { help, .. } | Problem::Plan { help, .. } => return Some(help.get(lang).to_owned()),
            Problem::UnknownRule { pack: Some(pack), .. } => {
                let (en, zh) =
                    (format!("it is in the pack {pack}: load it with `-p {pack}`"), format!("它属于 {pack} 规则包：请用 `-p {pack}` 加载"));
                return Some(lang.pick(en, zh));
            }
            Problem::Unknown { similar, .. } | Problem::UnknownRule { similar, .. } => {
                let similar = similar.as_ref()?;
                return Some(lang.pick(format!("did you mean {similar:?}?"), format!("是否指“{similar}”？")));
            }
            Problem::TooLarge { .. } => lang.pick(
                "raise the limit with `--max-file-size`, or leave the file out with `exclude` in fiducia.toml",
                "用 `--max-file-size` 提高上限，或在 fiducia.toml 的 `exclude` 中排除该文件",
            ),
            Problem::UnknownFormat { known, .. } => {
                return Some(lang.pick(
                    format!(
                        "say which it is: `--format-of '*.conf=nginx'`, or in fiducia.toml `[formats]`, `\"*.conf\" = \"nginx\"`; the formats are {known}"
                    ),
                    format!(
                        "请指明格式：使用 `--format-of '*.conf=nginx'`，或在 fiducia.toml 的 `[formats]` 中写 `\"*.conf\" = \"nginx\"`；可用格式：{known}"
                    ),
                ));
            }
            Problem::NoDocument { .. } => lang.pick(
                "remove the file, or leave it out with `exclude` in fiducia.toml",
                "删除该文件，或在 fiducia.toml 的 `exclude` 中排除",
            ),
            Problem::Template { .. } => lang.pick(
                "render it first (`helm template`, `jinja2`) and check the result, or leave it out with `exclude`",
                "请先渲染（如 `helm template`、`jinja2`）再检查结果，或用 `exclude` 排除",
            ),
            Problem::Edit { .. } => lang.pick(
                "write it by hand: what stands behind an anchor, an alias or a tag is left alone",
                "请手工写入：涉及锚点、别名或标签的内容不会自动改动",
            ),
            Problem::DuplicateKey { .. } => lang.pick(
                "keep one of the two: readers differ in which one they take; this check took the last",
                "只保留其中一个：各解析器取值不一；本次检查采用最后一个",
            ),
            Problem::Limit { bound: Bound::PolicyNesting, .. } => lang.pick(
                "move the literal to a data file and load it with `-d`",
                "把该字面量移到数据文件中，用 `-d` 加载",
            ),
            Problem::Limit { .. } => lang.pick(
                "split the file, or leave it out with `exclude` in fiducia.toml",
                "拆分该文件，或在 fiducia.toml 的 `exclude` 中排除",
            ),
            Problem::Evaluation { failure: Failure::TimeOut, .. } => lang.pick(
                "raise the limit with `--timeout`, or make the rule cheaper",
                "用 `--timeout` 提高上限，或简化该规则",
            ),
            Problem::CrossCheck { .. } => lang.pick(
                "the verdict is the one here; compare it with what OPA says, and report the difference",
                "判定以本引擎为准；请与 OPA 的结果对照，并反馈该差异",
            ),
            Problem::OutOfTime { .. } => lang.pick(
                "raise the limit with `--max-time`, or check less at once, such as with `--shard`",
                "用 `--max-time` 提高上限，或分批检查，例如使用 `--shard`",
            ),
            Problem::Empty { .. } => lang.pick(
                "if that is expected, say so with `--allow-empty`",
                "若属预期，请加 `--allow-empty`",
            ),
            _ => return None,
        };
        Some(text.to_owned())
    }
}

fn out_of_time(limit: Duration, doing: Option<&Message>, lang: Lang) -> String {
    let told = lang.pick(
        format!("the run took more than the limit of {limit:?}, and was ended without a report"),
        format!("运行超过 {limit:?} 的上限，已结束，没有生成报告"),
    );
    match doing {
        Some(doing) => lang
            .pick(format!("{told}: it was {}", doing.get(lang)), format!("{told}：当时{}", doing.get(lang))),
        None => told,
    }
}

fn limit_message(bound: Bound, limit: u64, lang: Lang) -> String {
    match bound {
        Bound::Depth => lang
            .pick(format!("nesting deeper than the limit of {limit}"), format!("嵌套深度超过上限 {limit}")),
        Bound::Nodes => lang.pick(
            format!("more than the limit of {limit} nodes in one file"),
            format!("单个文件的节点数超过上限 {limit}"),
        ),
        Bound::Expanded => lang.pick(
            format!("aliases expand to more than the limit of {limit} nodes"),
            format!("别名展开后的节点数超过上限 {limit}"),
        ),
        Bound::Variables => lang.pick(
            format!("variables expand to more than the limit of {limit} bytes"),
            format!("变量展开后的文本超过上限 {limit} 字节"),
        ),
        Bound::PolicyNesting => lang.pick(
            format!("brackets nested deeper than the limit of {limit} in a policy"),
            format!("策略中括号嵌套超过上限 {limit} 层"),
        ),
    }
}

fn on(subject: Option<&str>, lang: Lang) -> String {
    subject.map_or_else(String::new, |subject| lang.pick(format!(" on {subject}"), format!("（{subject}）")))
}

fn evaluation_message(
    rule: &str,
    subject: Option<&str>,
    failure: Failure,
    reason: &str,
    lang: Lang,
) -> String {
    let on = on(subject, lang);
    match failure {
        Failure::Error => lang
            .pick(format!("rule {rule} failed{on}: {reason}"), format!("规则 {rule}{on} 求值失败：{reason}")),
        Failure::TimeOut => lang.pick(
            format!("rule {rule} ran out of time{on}: {reason}"),
            format!("规则 {rule}{on} 超时：{reason}"),
        ),
        Failure::Limit => lang.pick(
            format!("rule {rule} met a limit{on}: {reason}"),
            format!("规则 {rule}{on} 触及上限：{reason}"),
        ),
        Failure::Panic => lang.pick(
            format!("rule {rule} made the engine panic{on}: {reason}"),
            format!("规则 {rule}{on} 导致引擎崩溃：{reason}"),
        ),
    }
}

/// A size for people: exact multiples of GiB, MiB and KiB, else bytes.
pub fn bytes(size: u64) -> String {
    match size {
        size if size >= 1 << 30 && size.is_multiple_of(1 << 30) => format!("{} GiB", size >> 30),
        size if size >= 1 << 20 && size.is_multiple_of(1 << 20) => format!("{} MiB", size >> 20),
        size if size >= 1 << 10 && size.is_multiple_of(1 << 10) => format!("{} KiB", size >> 10),
        1 => "1 byte".to_owned(),
        size => format!("{size} bytes"),
    }
}
