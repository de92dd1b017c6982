//! Names that look like a wrong one, for hints.

/// Longest name that is compared; hostile ones may be megabytes long.
const LONGEST: usize = 80;

/// The known name that a wrong one was most likely meant to be: it differs in case or in `-` and `_`, or in few
/// letters for its length.
pub fn similar<'k>(wrong: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if wrong.len() > LONGEST {
        return None;
    }
    let plain = |name: &str| name.to_lowercase().replace(['-', '_', ' ', '.'], "");
    let meant = plain(wrong);
    let edits = |name: &str| {
        let other = plain(name);
        if other == meant { 0 } else { distance(&other, &meant).max(1) }
    };
    let letters = meant.chars().count();
    let allowed = (1 + letters / 4).min(letters.saturating_sub(1));
    let near = known.into_iter().map(|name| (edits(name), name)).filter(|(edits, _)| *edits <= allowed);
    near.min().map(|(_, name)| name)
}

/// The nearest of some names to a wrong one, if it is near. Case and signs count.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > LONGEST {
        return None;
    }
    // Two letters that changed places are two apart.
    let length = name.chars().count();
    let bound = if length < 4 { 1 } else { (length / 3).clamp(2, 3) };
    let near = names.into_iter().filter(|known| known.len().abs_diff(name.len()) <= 4 * bound);
    let distances = near.map(|known| (distance(known, name), known));
    distances.filter(|(distance, _)| (1..=bound).contains(distance)).min().map(|(_, known)| known)
}

/// Edits between two short texts: letters inserted, removed, replaced, or swapped with their neighbour.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut next = vec![i + 1; b.len() + 1];
        for (j, other) in b.iter().enumerate() {
            let replaced = row[j] + usize::from(letter != other);
            next[j + 1] = replaced.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                next[j + 1] = next[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, edits) in [
            ("", "abc", 3),
            ("tls", "tls", 0),
            ("mian", "main", 1),
            ("平台", "平台s", 1),
            ("abcd", "badc", 2),
        ] {
            assert_eq!(distance(a, b), edits, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_name_is_meant_and_far_ones_are_not() {
        let known = ["min_version", "max_version", "enabled", "id"];
        for (wrong, meant) in [
            ("minVersion", Some("min_version")),
            ("min-verson", Some("min_version")),
            ("enable", Some("enabled")),
            ("di", Some("id")),
            ("owner", None),
            ("", None),
        ] {
            assert_eq!(similar(wrong, known), meant, "{wrong}");
        }
        assert_eq!(similar(&"x".repeat(1 << 20), known), None);
    }
}
