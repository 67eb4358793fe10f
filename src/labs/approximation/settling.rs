//! What one control leaves of another; what was asked for and cannot be is named.

use super::{controls::*, kan};
use crate::labs::{Error, Settling, Value};

/// Makes the state true.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    match state.of(OBJECT) {
        Object::Regions if state.of(LAYERS) == Layers::Folded => {
            let (units, inputs) = (state.of(UNITS), state.of(INPUTS));
            let fewest = 2 * inputs;
            if units < fewest {
                let why = format!(
                    "folding {inputs} inputs takes a unit of the first layer for each, so at least {fewest} in both, got {units}; taken as {fewest}"
                );
                state.name_and_set(UNITS.id(), Value::Integer(fewest as u64), why);
            }
        }
        Object::Kan => {
            let (knots, most) = (state.of(KNOTS), kan::MOST);
            if knots > most {
                let why = format!(
                    "a network of splines is trained here with 2 to {most} intervals, got {knots}; taken as {most}"
                );
                state.name_and_set(KNOTS.id(), Value::Integer(most as u64), why);
            }
        }
        _ => {}
    }
    Ok(())
}
