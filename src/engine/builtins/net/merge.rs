//! `net.cidr_merge`: the fewest networks that hold the same addresses.

use super::{Network, shown};
use crate::engine::builtins::{Failed, Outcome, Scope, operand};
use regorus::Value;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// A network as it is shown if it stays as it is.
struct Range {
    network: Network,
    text: Option<String>,
}

/// `net.cidr_merge(networks)`.
pub fn merge(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut ranges = Vec::new();
    for member in operand::members(values, 0)? {
        let Value::String(text) = member else { return Err(Failed::error("element must be string")) };
        ranges.push(range(text)?);
    }
    ranges.sort_by_key(|range| (!range.network.fourth, range.network.last, range.network.first));
    let mut merged: Vec<Range> = Vec::new();
    while let Some(mut range) = ranges.pop() {
        // Those before it end no later: one that touches it becomes a part of it.
        while let Some(before) = ranges.last().filter(|before| touches(&range.network, &before.network)) {
            range.network.first = range.network.first.min(before.network.first);
            range.text = None;
            ranges.pop();
        }
        merged.push(range);
    }
    let mut found = BTreeSet::new();
    for range in merged {
        let texts = match range.text {
            Some(text) => vec![text],
            None => networks(range.network),
        };
        scope.take(texts.len().saturating_mul(128))?;
        found.extend(texts.into_iter().map(Value::from));
    }
    Ok(found.into())
}

/// A network, or an address as the network of its class, under its own name.
fn range(text: &str) -> Result<Range, Failed> {
    let Ok(address) = text.parse::<IpAddr>() else {
        let network = Network::read(text)?;
        let text = networks(network).into_iter().next();
        return Ok(Range { network, text });
    };
    let IpAddr::V4(fourth) = address.to_canonical() else {
        return Err(Failed::error("IPv6 invalid: needs prefix length"));
    };
    let prefix = match fourth.octets()[0] {
        0..128 => 8,
        128..192 => 16,
        _ => 24,
    };
    let network = Network::new(IpAddr::V4(fourth), prefix).ok_or_else(|| Failed::error("invalid address"))?;
    // As it is, it is shown by the address.
    Ok(Range { network, text: Some(format!("{fourth}/{prefix}")) })
}

fn touches(range: &Network, before: &Network) -> bool {
    range.fourth == before.fourth && range.first.saturating_sub(1) <= before.last
}

/// The fewest networks that are together all addresses from one to another.
fn networks(range: Network) -> Vec<String> {
    let width = if range.fourth { 32 } else { 128 };
    let mut texts = Vec::new();
    let mut first = range.first;
    loop {
        let room = (range.last - first).checked_add(1).map_or(128, u128::ilog2);
        let bits = first.trailing_zeros().min(room).min(width);
        texts.push(format!("{}/{}", shown(first, range.fourth), width - bits));
        let next = 1_u128.checked_shl(bits).and_then(|size| first.checked_add(size));
        match next.filter(|next| *next <= range.last) {
            Some(next) => first = next,
            None => return texts,
        }
    }
}
