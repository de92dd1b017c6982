//! `net.*`: networks and addresses.

use super::{members, text};
use ipnet::{IpNet, Ipv4Net};
use regorus::Value;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

/// Most pairs that are compared.
const PAIRS: usize = 10_000_000;

fn network(text: &str) -> anyhow::Result<IpNet> {
    text.parse().map_err(|_| anyhow::anyhow!("a network must be written as address/prefix"))
}

/// A network, or an address as the network of itself.
fn network_or_address(text: &str) -> anyhow::Result<IpNet> {
    if text.contains('/') {
        return network(text);
    }
    let address: IpAddr = text.parse().map_err(|_| anyhow::anyhow!("an address cannot be read"))?;
    Ok(IpNet::from(address))
}

/// `net.cidr_merge(networks)`: the fewest networks that hold the same addresses.
pub fn merge(values: &[Value]) -> anyhow::Result<Value> {
    let mut networks = Vec::new();
    for member in members(values.first())? {
        let text = member.as_string()?;
        if text.contains(':') && !text.contains('/') {
            return Err(anyhow::anyhow!("an IPv6 address needs the length of its prefix"));
        }
        // An address stands for the network of its class, as OPA has it.
        let network = match (text.contains('/'), text.parse::<Ipv4Addr>()) {
            (false, Ok(address)) => {
                let prefix = match address.octets()[0] {
                    0..128 => 8,
                    128..192 => 16,
                    _ => 24,
                };
                IpNet::from(Ipv4Net::new(address, prefix)?)
            }
            _ => network_or_address(text)?,
        };
        networks.push(network);
    }
    let merged = IpNet::aggregate(&networks);
    Ok(Value::from(merged.iter().map(|network| Value::from(network.to_string())).collect::<BTreeSet<_>>()))
}

/// `net.cidr_intersects(a, b)`: whether two networks have an address in common.
pub fn intersects(values: &[Value]) -> anyhow::Result<Value> {
    let (a, b) = (network(text(values, 0)?)?, network(text(values, 1)?)?);
    Ok(Value::from(a.contains(&b) || b.contains(&a)))
}

/// `net.cidr_contains_matches(networks, others)`: pairs of places where a network of the one holds a network
/// or an address of the other.
pub fn contains_matches(values: &[Value]) -> anyhow::Result<Value> {
    let (outer, inner) = (candidates(values.first())?, candidates(values.get(1))?);
    if outer.len().saturating_mul(inner.len()) > PAIRS {
        return Err(anyhow::anyhow!("more than 10 million pairs of networks"));
    }
    let outer = outer
        .into_iter()
        .map(|(place, text)| Ok((place, network(&text)?)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let inner = inner
        .into_iter()
        .map(|(place, text)| Ok((place, network_or_address(&text)?)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut pairs = BTreeSet::new();
    for (at, network) in &outer {
        let held = inner.iter().filter(|(_, other)| network.contains(other));
        pairs.extend(held.map(|(other, _)| Value::from(vec![at.clone(), other.clone()])));
    }
    Ok(Value::from(pairs))
}

/// The networks of an operand, each with its place: an index, a key, or for sets and single strings the
/// member itself.
fn candidates(value: Option<&Value>) -> anyhow::Result<Vec<(Value, String)>> {
    let entries: Vec<(Value, &Value)> = match value {
        Some(one @ Value::String(_)) => vec![(one.clone(), one)],
        Some(Value::Array(items)) => {
            items.iter().enumerate().map(|(index, item)| (Value::from(index), item)).collect()
        }
        Some(Value::Set(items)) => items.iter().map(|item| (item.clone(), item)).collect(),
        Some(Value::Object(entries)) => entries.iter().map(|(key, item)| (key.clone(), item)).collect(),
        _ => return Err(anyhow::anyhow!("an operand must be a string, an array, a set or an object")),
    };
    let text = |item: &Value| match item {
        Value::String(text) => Ok(text.to_string()),
        // A network may come with more about it.
        Value::Array(parts) => Ok(parts
            .iter()
            .next()
            .and_then(|first| first.as_string().ok())
            .ok_or_else(|| anyhow::anyhow!("a list must start with a network"))?
            .to_string()),
        _ => Err(anyhow::anyhow!("a network must be a string or a list that starts with one")),
    };
    entries.into_iter().map(|(place, item)| Ok((place, text(item)?))).collect()
}
