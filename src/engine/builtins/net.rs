//! `net.*`: networks and addresses, read as Go's `net` reads them.

use super::operand::text;
use super::show::short;
use super::{Builtin, Failed, Outcome, Scope, operand, pure};
use regorus::Value;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

mod merge;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("net.cidr_contains", 2, |_, values| Ok(Value::Bool(contains(text(values, 0)?, text(values, 1)?)?))),
    pure("net.cidr_contains_matches", 2, contains_matches),
    pure("net.cidr_expand", 1, expand),
    pure("net.cidr_intersects", 2, |_, values| {
        let (one, other) = (Network::read(text(values, 0)?)?, Network::read(text(values, 1)?)?);
        Ok(Value::Bool(one.holds(&other) || other.holds(&one)))
    }),
    pure("net.cidr_is_valid", 1, |_, values| {
        Ok(Value::Bool(text(values, 0).is_ok_and(|text| Network::read(text).is_ok())))
    }),
    pure("net.cidr_merge", 1, merge::merge),
    pure("net.cidr_overlap", 2, |_, values| Ok(Value::Bool(contains(text(values, 0)?, text(values, 1)?)?))),
];

/// Most pairs that are compared.
const PAIRS: usize = 10_000_000;
/// The longest text of an address, with what a string takes beside it.
const ADDRESS: usize = 39 + 16;

/// Addresses from one to another, as numbers; of the fourth version of the protocol where it is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: u128,
    last: u128,
    fourth: bool,
}

impl Network {
    /// From `address/prefix`.
    fn read(text: &str) -> Result<Network, Failed> {
        let wrong = || Failed::error(format!("invalid CIDR address: {}", short(text)));
        let (address, prefix) = text.split_once('/').ok_or_else(wrong)?;
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        if prefix.is_empty() || prefix.len() > 7 || !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let prefix: u32 = prefix.parse().map_err(|_| wrong())?;
        match (address.to_canonical(), prefix.checked_sub(96)) {
            // An address of the fourth version within the sixth.
            (fourth @ IpAddr::V4(_), Some(bits)) if address.is_ipv6() => Network::new(fourth, bits),
            _ => Network::new(address, prefix),
        }
        .ok_or_else(wrong)
    }

    /// The network that an address is in.
    fn new(address: IpAddr, prefix: u32) -> Option<Network> {
        let (number, width): (u128, u32) = match address {
            IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
            IpAddr::V6(address) => (address.to_bits(), 128),
        };
        let mask = match width.checked_sub(prefix)? {
            128 => u128::MAX,
            bits => (1 << bits) - 1,
        };
        Some(Network { first: number & !mask, last: number | mask, fourth: width == 32 })
    }

    fn of_address(address: IpAddr) -> Network {
        let address = address.to_canonical();
        let number = match address {
            IpAddr::V4(address) => u128::from(address.to_bits()),
            IpAddr::V6(address) => address.to_bits(),
        };
        Network { first: number, last: number, fourth: address.is_ipv4() }
    }

    fn holds(&self, other: &Network) -> bool {
        self.fourth == other.fourth && self.first <= other.first && other.last <= self.last
    }
}

/// The text of an address.
fn shown(number: u128, fourth: bool) -> String {
    match u32::try_from(number) {
        Ok(number) if fourth => IpAddr::V4(number.into()).to_string(),
        _ => IpAddr::V6(Ipv6Addr::from_bits(number)).to_canonical().to_string(),
    }
}

/// True if a network holds an address or another network.
fn contains(network: &str, other: &str) -> Result<bool, Failed> {
    Ok(Network::read(network)?.holds(&network_or_address(other)?))
}

/// A network, or an address as the network of itself.
fn network_or_address(text: &str) -> Result<Network, Failed> {
    match text.parse::<IpAddr>() {
        Ok(address) => Ok(Network::of_address(address)),
        Err(_) => Network::read(text),
    }
}

/// Every address of a network.
fn expand(scope: &mut Scope, values: &[Value]) -> Outcome {
    let network = Network::read(text(values, 0)?)?;
    let count = usize::try_from(network.last - network.first).unwrap_or(usize::MAX).saturating_add(1);
    scope.take(count.saturating_mul(size_of::<Value>() + ADDRESS))?;
    let addresses = (network.first..=network.last).map(|number| shown(number, network.fourth).into());
    Ok(addresses.collect::<BTreeSet<_>>().into())
}

/// Pairs of places where a network of the one operand holds a network or an address of the other.
fn contains_matches(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (outer, inner) = (operand::at(values, 0)?, operand::at(values, 1)?);
    let (outer, inner) = (candidates(outer), candidates(inner));
    if outer.len().saturating_mul(inner.len()) > PAIRS {
        return Err(Failed::limit(
            format!("more than the limit of {PAIRS} pairs of networks"),
            format!("网络的组合超过上限 {PAIRS} 对"),
        ));
    }
    let mut pairs = BTreeSet::new();
    if outer.is_empty() || inner.is_empty() {
        outer.iter().try_for_each(|(_, network)| candidate(network).map(|_| ()))?;
        return Ok(pairs.into());
    }
    let read = |(place, network): (Value, &Value)| Ok((place, network_or_address(candidate(network)?)?));
    let inner = inner.into_iter().map(read).collect::<Result<Vec<_>, Failed>>()?;
    for (at, network) in outer {
        let network = Network::read(candidate(network)?)?;
        for (place, _) in inner.iter().filter(|(_, other)| network.holds(other)) {
            scope.take_members(8)?;
            pairs.insert(Value::from(vec![at.clone(), place.clone()]));
        }
    }
    Ok(pairs.into())
}

/// The networks of an operand, each with its place: an index, a key, or for sets and single strings the
/// member itself.
fn candidates(value: &Value) -> Vec<(Value, &Value)> {
    match value {
        Value::String(_) => vec![(value.clone(), value)],
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.into(), item)).collect(),
        Value::Set(items) => items.iter().map(|item| (item.clone(), item)).collect(),
        Value::Object(entries) => entries.iter().map(|(key, item)| (key.clone(), item)).collect(),
        _ => Vec::new(),
    }
}

/// The text of a network, which may come with more about it.
fn candidate(item: &Value) -> Result<&str, Failed> {
    let text = match item {
        Value::Array(parts) => parts.first(),
        one => Some(one),
    };
    match text {
        Some(Value::String(text)) => Ok(text),
        _ => Err(Failed::error("element must be string or non-empty array")),
    }
}
