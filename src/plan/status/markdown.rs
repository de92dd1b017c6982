//! `markdown`: the same for pages and comments.

use super::{Plan, groups, line, numbers, title};
use crate::report::Report;
use crate::report::compact::one_line;
use crate::report::markdown::plain;

/// The state of plans as a page.
pub fn render(plans: &[Plan], report: &Report) -> String {
    let lang = report.lang;
    let one = |plan: &Plan| {
        let title = title(plan, report, one_line);
        let mut lines = vec![format!("# {}", plain(&title)), String::new(), plain(&numbers(plan, lang))];
        for (name, tasks) in groups(plan, lang) {
            lines.extend([String::new(), format!("## {} ({})", plain(name), tasks.len()), String::new()]);
            lines.extend(tasks.into_iter().map(|task| format!("- {}", plain(&line(task, lang, one_line)))));
        }
        if !plan.burn_down.is_empty() {
            let heading = lang.pick("## Open tasks by day", "## 未完成任务（按日期）");
            let columns = lang.pick("| date | open | planned |", "| 日期 | 实际 | 计划 |");
            lines.extend([String::new(), heading.to_owned(), String::new(), columns.to_owned()]);
            lines.push("| --- | ---: | ---: |".to_owned());
            lines.extend(plan.burn_down.iter().map(|point| {
                let open = point.open.map_or_else(|| "–".to_owned(), |open| open.to_string());
                format!("| {} | {open} | {} |", point.date, point.planned)
            }));
        }
        lines.join("\n") + "\n"
    };
    plans.iter().map(one).collect::<Vec<_>>().join("\n")
}
