//! A number that reads prints as what reads as the same number.
#![no_main]

use danchieu::ident::DocNumber;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|printed: &str| {
    let Ok(number) = printed.parse::<DocNumber>() else { return };
    let again: DocNumber = number.to_string().parse().expect("a printed number reads");
    assert!(number.same(&again), "{number:?} {again:?}");
});
