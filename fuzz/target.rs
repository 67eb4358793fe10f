//! One program for each target, which it is by its name.

#![no_main]

mod attacks;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let name = env!("CARGO_BIN_NAME");
    match attacks::TARGETS.iter().find(|target| target.name == name) {
        Some(target) => (target.attack)(bytes),
        None => panic!("there is no target {name}"),
    }
});
