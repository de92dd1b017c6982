//! `human`: what contradicts and what is late first, and a burn-down of 80 columns.

use super::{Plan, Point, groups, line, numbers, title};
use crate::lang::Lang;
use crate::report::compact::one_line;
use crate::report::{Report, Style};

/// Longest bar, in columns: with the numbers before it and a word behind it, a row has 80.
const BAR: usize = 44;

/// The state of plans for people.
pub fn render(plans: &[Plan], report: &Report, style: Style) -> String {
    let one = |plan: &Plan| {
        let lang = report.lang;
        let mut lines = vec![title(plan, report, one_line), numbers(plan, lang)];
        for (name, tasks) in groups(plan, lang) {
            lines.extend([String::new(), format!("{name} ({})", tasks.len())]);
            lines.extend(tasks.into_iter().map(|task| format!("  {}", line(task, lang, one_line))));
        }
        if !plan.burn_down.is_empty() {
            lines.extend([String::new(), lang.pick("open tasks by day", "未完成任务（按日期）").to_owned()]);
            lines.extend(chart(&plan.burn_down, report, style));
        }
        lines.join("\n") + "\n"
    };
    plans.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// A row a day: what is open, what may be open by the plan, and a bar: solid for what was, light for what is planned.
fn chart(points: &[Point], report: &Report, style: Style) -> Vec<String> {
    let (solid, light) = if style.unicode { ('█', '░') } else { ('#', '.') };
    let most =
        points.iter().map(|point| point.open.unwrap_or_default().max(point.planned)).max().unwrap_or(1);
    let row = |point: &Point| {
        let (count, fill) = point.open.map_or((point.planned, light), |open| (open, solid));
        let open = point.open.map_or_else(|| "-".to_owned(), |open| open.to_string());
        // What is not nothing is seen.
        let length = (count * BAR).div_ceil(most.max(1));
        let bar: String = std::iter::repeat_n(fill, if style.narrated { 0 } else { length }).collect();
        let today = if point.date == report.as_of { report.lang.pick(" today", " 今日") } else { "" };
        format!("{}{open:>7}{:>9}  {bar}{today}", point.date, point.planned).trim_end().to_owned()
    };
    let head = match report.lang {
        Lang::En => "date          open  planned".to_owned(),
        Lang::Zh => "日期          实际     计划".to_owned(),
    };
    std::iter::once(head).chain(points.iter().map(row)).collect()
}
