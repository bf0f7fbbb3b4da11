//! "Did you mean": the name that a misspelt one is nearest to.

/// The candidate nearest to a misspelt name, by the costs and limits that CPython's suggestions have: a move costs 2, a
/// change of case 1, and at most a third of the characters may differ.
pub fn suggest<'c>(wrong: &str, candidates: &'c [String]) -> Option<&'c str> {
    const MOVE: usize = 2;
    const CASE: usize = 1;
    let cost = |a: char, b: char| {
        if a == b {
            0
        } else if a.to_lowercase().eq(b.to_lowercase()) {
            CASE
        } else {
            MOVE
        }
    };
    let distance = |a: &[char], b: &[char]| {
        let mut row: Vec<usize> = (0..=b.len()).map(|j| j * MOVE).collect();
        for (i, &x) in a.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = (i + 1) * MOVE;
            for (j, &y) in b.iter().enumerate() {
                let best = (diagonal + cost(x, y)).min(row[j] + MOVE).min(row[j + 1] + MOVE);
                diagonal = row[j + 1];
                row[j + 1] = best;
            }
        }
        row[b.len()]
    };
    let wrong_chars: Vec<char> = wrong.chars().collect();
    if wrong_chars.len() > 40 || candidates.len() > 750 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == wrong {
            continue;
        }
        let chars: Vec<char> = candidate.chars().collect();
        let max = (chars.len() + wrong_chars.len() + 3) * MOVE / 6;
        let max = best.map_or(max, |(d, _)| max.min(d.saturating_sub(1)));
        let d = distance(&wrong_chars, &chars);
        if d <= max && best.is_none_or(|(b, _)| d < b) {
            best = Some((d, candidate));
        }
    }
    best.map(|(_, s)| s)
}
