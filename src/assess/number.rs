//! Decimals as the model has them: rounded half up, 4 places inside, 2 in reports.

use rust_decimal::{Decimal, RoundingStrategy};

const HALF_UP: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// Rounded to the 4 places of numbers that are reckoned with.
pub fn inside(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(4, HALF_UP)
}

/// Rounded to the 2 places of numbers that are shown.
pub fn outside(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(2, HALF_UP)
}

/// With 2 places, as reports show it.
pub fn shown(number: Decimal) -> String {
    format!("{:.2}", outside(number))
}

/// With 4 places, as weights are shown.
pub fn exact(number: Decimal) -> String {
    format!("{:.4}", inside(number))
}

/// The mean of numbers with weights, the weights rescaled to one; `None` where nothing has weight.
pub fn mean(parts: impl Iterator<Item = (Decimal, Decimal)>) -> Option<Decimal> {
    let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for (weight, number) in parts {
        sum += weight * number;
        weights += weight;
    }
    sum.checked_div(weights).map(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_up() {
        assert_eq!(shown(Decimal::new(79_375, 3)), "79.38");
        assert_eq!(shown(Decimal::new(83_625, 3)), "83.63");
        assert_eq!(shown(Decimal::new(8, 0)), "8.00");
        assert_eq!(exact(Decimal::ONE / Decimal::from(3)), "0.3333");
        assert_eq!(mean([].into_iter()), None);
    }
}
