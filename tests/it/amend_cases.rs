//! What amending texts do to which provision, as data: `tests/cases/amendments.toml`.

use danchieu::amend::{Amendment, amendments};
use danchieu::ingest::Meta;
use danchieu::relate::{self, Facts};
use danchieu::text::Text;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Theme {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    changes: Vec<String>,
}

fn line(one: &Amendment, facts: &Facts) -> String {
    let mention = one.mention.and_then(|m| facts.mentions.get(m as usize));
    let number = mention.and_then(|m| m.number.as_ref());
    let mut document = number.map_or("?".to_owned(), ToString::to_string);
    if one.some {
        document += " (some)";
    }
    if one.inferred {
        document += " (inferred)";
    }
    let mut cells = vec![
        one.by.to_string(),
        one.act.words().to_owned(),
        document,
        one.target.to_string(),
        one.part.clone().unwrap_or_default(),
    ];
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    cells.join(" | ")
}

#[test]
fn amending_texts_read_as_the_cases_say() {
    let file = include_str!("../cases/amendments.toml");
    let theme: Theme = toml::from_str(file).expect("the cases are TOML");
    let mut faults = String::new();
    for case in &theme.case {
        let text = Text::new(case.text.trim_start());
        let facts = relate::facts(&text, &Meta::default());
        let all = amendments(&text, &facts);
        let got: Vec<String> = all.iter().map(|a| line(a, &facts)).collect();
        if got != case.changes {
            faults +=
                &format!("{}\n  want {:#?}\n  got {got:#?}\n", case.name, case.changes);
        }
        for one in &all {
            assert!(
                !text.slice(one.span).is_empty(),
                "{}: a change has words",
                case.name
            );
        }
    }
    assert!(faults.is_empty(), "{faults}");
}
