//! Comparisons, which the evaluator makes and the trace tells of.

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    In,
}

impl Operator {
    /// The operator with its sides exchanged; membership has none.
    pub fn flipped(self) -> Option<Operator> {
        Some(match self {
            Operator::Equal | Operator::NotEqual => self,
            Operator::Less => Operator::More,
            Operator::LessOrEqual => Operator::MoreOrEqual,
            Operator::More => Operator::Less,
            Operator::MoreOrEqual => Operator::LessOrEqual,
            Operator::In => return None,
        })
    }
}
