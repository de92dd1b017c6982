//! Weights from judgements: the analytic hierarchy process.
//!
//! A matrix compares everything with everything. Its principal eigenvector, found by power iteration, is the weights;
//! how far its eigenvalue is from the size of the matrix tells how much the judgements contradict each other.

use super::number::exact;
use super::read::At;
use crate::lang::both;
use crate::problem::{Origin, Problem};
use rust_decimal::Decimal;
use std::str::FromStr as _;

/// Saaty's random index for matrices of size 1, 2, 3 ... in hundredths.
const RANDOM_INDEX: [i64; 10] = [0, 0, 58, 90, 112, 124, 132, 141, 145, 149];

/// Rounds of the power iteration at most. A matrix of judgements settles within a few dozen.
const ROUNDS: usize = 1000;

/// A judgement, and where it stands.
#[derive(Debug, Clone)]
struct Cell {
    value: Decimal,
    at: Origin,
}

/// Weights with what they come from.
#[derive(Debug, Clone)]
pub struct Weights {
    /// The group, such as `DIM5` or `TEC`.
    pub group: String,
    /// What is weighed, in the order of the rows.
    pub names: Vec<String>,
    /// The weight of each, summing to one.
    pub weights: Vec<Decimal>,
    /// The principal eigenvalue.
    pub lambda_max: Decimal,
    /// The consistency index.
    pub ci: Decimal,
    /// The consistency ratio.
    pub cr: Decimal,
    /// Why the judgements differ from the built-in ones; `None` for those.
    pub reason: Option<String>,
    /// Where the judgements stand.
    pub at: Origin,
}

impl Weights {
    /// The weight of a name.
    pub fn of(&self, name: &str) -> Option<Decimal> {
        let at = self.names.iter().position(|known| known == name)?;
        self.weights.get(at).copied()
    }

    /// Reads a matrix of a group that weighs these names.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its place.
    pub fn read(group: &str, names: &[&str], at: &At<'_>) -> Result<Weights, Vec<Problem>> {
        let own = own_names(names, at).map_err(|problem| vec![problem])?;
        let cells = cells(own.len(), at)?;
        let wrong = disagreements(&own, &cells);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let values: Vec<Vec<Decimal>> =
            cells.iter().map(|row| row.iter().map(|cell| cell.value).collect()).collect();
        let (weights, lambda_max, ci, cr) = solve(&values);
        let weights = Weights {
            group: group.to_owned(),
            names: own,
            weights,
            lambda_max,
            ci,
            cr,
            reason: at.word("reason"),
            at: at.anchor(),
        };
        match weights.cr < Decimal::new(1, 1) {
            true => Ok(weights),
            false => Err(vec![inconsistent(&weights, &cells)]),
        }
    }
}

/// Weights, principal eigenvalue, consistency index and ratio of a reciprocal matrix.
pub fn solve(matrix: &[Vec<Decimal>]) -> (Vec<Decimal>, Decimal, Decimal, Decimal) {
    let size = matrix.len();
    let count = Decimal::from(size.max(1));
    let mut weights = vec![Decimal::ONE / count; size];
    let settled = Decimal::new(1, 20);
    for _ in 0..ROUNDS {
        let product = product(matrix, &weights);
        let sum: Decimal = product.iter().sum();
        let next: Vec<Decimal> = product.iter().map(|part| part / sum).collect();
        let moved = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).max();
        weights = next;
        if moved.is_none_or(|moved| moved < settled) {
            break;
        }
    }
    let ratios = product(matrix, &weights).into_iter().zip(&weights).map(|(image, weight)| image / weight);
    let lambda_max = ratios.sum::<Decimal>() / count;
    let ci = (lambda_max - count).checked_div(count - Decimal::ONE).unwrap_or_default();
    let random = RANDOM_INDEX.get(size.saturating_sub(1)).or(RANDOM_INDEX.last());
    let cr = ci.checked_div(Decimal::new(random.copied().unwrap_or_default(), 2)).unwrap_or_default();
    (weights, lambda_max, ci, cr)
}

fn product(matrix: &[Vec<Decimal>], weights: &[Decimal]) -> Vec<Decimal> {
    matrix.iter().map(|row| row.iter().zip(weights).map(|(cell, weight)| cell * weight).sum()).collect()
}

/// The names in the order of the rows: those of the group, each once.
fn own_names(names: &[&str], at: &At<'_>) -> Result<Vec<String>, Problem> {
    let listed = at.get("names");
    let own: Vec<String> =
        at.list("names").iter().filter_map(|name| name.text().map(str::to_owned)).collect();
    let (mut sorted, mut wanted) = (own.clone(), names.to_vec());
    sorted.sort();
    wanted.sort_unstable();
    if sorted == wanted {
        return Ok(own);
    }
    let place = listed.map_or_else(|| at.anchor(), |names| names.origin());
    let wanted = names.join(", ");
    Err(problem(
        place,
        (format!("a matrix of this group names {wanted}"), format!("该组判断矩阵的名称应为 {wanted}")),
        ("name each of them once, in the order of the rows", "按各行的顺序列出全部名称，每个一次"),
    ))
}

/// The judgements, as many rows and columns as there are names.
fn cells(size: usize, at: &At<'_>) -> Result<Vec<Vec<Cell>>, Vec<Problem>> {
    let Some(matrix) = at.get("matrix") else {
        return Err(vec![not_square(at.anchor(), size)]);
    };
    let rows = matrix.items();
    if rows.len() != size {
        return Err(vec![not_square(matrix.anchor(), size)]);
    }
    let (mut cells, mut wrong) = (Vec::new(), Vec::new());
    for row in rows {
        let items = row.items();
        if items.len() != size {
            wrong.push(not_square(row.origin(), size));
            continue;
        }
        let mut read = Vec::new();
        for item in items {
            match judgement(&item) {
                Some(value) => read.push(Cell { value, at: item.origin() }),
                None => wrong.push(problem(
                    item.origin(),
                    (
                        "this is no judgement between 1/9 and 9".to_owned(),
                        "此处不是 1/9 至 9 之间的判断值".to_owned(),
                    ),
                    ("write a number, or a fraction such as 1/3", "写数字，或写分数，如 1/3"),
                )),
            }
        }
        cells.push(read);
    }
    if wrong.is_empty() { Ok(cells) } else { Err(wrong) }
}

fn not_square(at: Origin, size: usize) -> Problem {
    let message = (
        format!("{size} names need {size} rows of {size} judgements each"),
        format!("{size} 个名称须有 {size} 行，每行 {size} 个判断值"),
    );
    problem(at, message, ("write a judgement for every pair", "为每一对写出判断值"))
}

/// A number, or a fraction of two, on Saaty's scale.
fn judgement(at: &At<'_>) -> Option<Decimal> {
    let written = at.written()?;
    let number = |text: &str| Decimal::from_str(text.trim()).ok();
    let value = match written.split_once('/') {
        Some((above, below)) => number(above)?.checked_div(number(below)?)?,
        None => number(written)?,
    };
    let nine = Decimal::from(9);
    // A ninth has no end as a decimal.
    let fits = value <= nine && value >= (Decimal::ONE / nine).trunc_with_scale(3);
    fits.then_some(value)
}

/// Judgements that say something else when read the other way round.
fn disagreements(names: &[String], cells: &[Vec<Cell>]) -> Vec<Problem> {
    // What is written with three places or more is taken for the fraction that it stands for.
    let near = Decimal::new(1, 3);
    let mut wrong = Vec::new();
    for i in 0..names.len() {
        for j in i..names.len() {
            let (cell, mirror) = (&cells[i][j], &cells[j][i]);
            if i == j && cell.value != Decimal::ONE {
                let message = (
                    format!("{} compared with itself is 1", names[i]),
                    format!("{} 与自身比较应为 1", names[i]),
                );
                wrong.push(problem(cell.at.clone(), message, ("write 1 on the diagonal", "对角线上写 1")));
            } else if i != j && (cell.value * mirror.value - Decimal::ONE).abs() > near {
                let (a, b) = (&names[i], &names[j]);
                let (one, other) =
                    (cell.at.source.slice(cell.at.span), mirror.at.source.slice(mirror.at.span));
                let message = (
                    format!("{a} against {b} is {one}, but {b} against {a} is {other}"),
                    format!("{a} 对 {b} 为 {one}，而 {b} 对 {a} 为 {other}"),
                );
                wrong.push(problem(
                    mirror.at.clone(),
                    message,
                    ("the two have to be reciprocal, as 3 and 1/3 are", "两者须互为倒数，如 3 与 1/3"),
                ));
            }
        }
    }
    wrong
}

/// Judgements that contradict each other, with the one that is farthest from what the others imply.
fn inconsistent(weights: &Weights, cells: &[Vec<Cell>]) -> Problem {
    let mut worst = (Decimal::ZERO, 0, 0);
    // Of three, all pairs are equally far off but for the last digits: the first one is named.
    let more = Decimal::new(1, 9);
    for (i, row) in cells.iter().enumerate() {
        for (j, cell) in row.iter().enumerate().skip(i + 1) {
            let fit = cell.value * weights.weights[j] / weights.weights[i];
            let away = fit.max(Decimal::ONE.checked_div(fit).unwrap_or_default());
            if away > worst.0 + more {
                worst = (away, i, j);
            }
        }
    }
    let (_, i, j) = worst;
    let (a, b, cr) = (&weights.names[i], &weights.names[j], exact(weights.cr));
    let implied = weights.weights[i] / weights.weights[j];
    let at = &cells[i][j].at;
    let written = at.source.slice(at.span);
    let implied = format!("{:.2}", super::number::outside(implied));
    let message = (
        format!(
            "the judgements of {} contradict each other: consistency ratio {cr}; most of all {a} against {b}, {written} \
             where the others imply {implied}",
            weights.group
        ),
        format!(
            "{} 的判断相互矛盾：一致性比率为 {cr}；其中 {a} 对 {b} 偏离最大，写为 {written}，而由其他判断推得 {implied}",
            weights.group
        ),
    );
    problem(
        at.clone(),
        message,
        ("compare the pairs again until the ratio is below 0.1", "重新比较各对，使一致性比率小于 0.1"),
    )
}

fn problem(at: Origin, message: (String, String), help: (&str, &str)) -> Problem {
    Problem::Assessment {
        at,
        message: Box::new(both(message.0, message.1)),
        help: Box::new(both(help.0, help.1)),
    }
}
