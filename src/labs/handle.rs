//! Typed handles: a control declared once, read by name without a string and without failing.
//!
//! ```
//! use rankscope::labs::prelude::*;
//!
//! const N: Count = count("n", "Size").linear([1, 512], 32).symbol("n").help("Number of singular values.");
//! let values = Values::defaults([&N.control()]);
//! assert_eq!(values.of(N), 32);
//! ```

use super::{
    Control, Kind, Opt, Value, When,
    control::OFF_ON,
    words::{catalogued, catalogued_list},
};
use std::marker::PhantomData;

/// A control whose value is read as a `T`.
pub struct Handle<T> {
    control: Control,
    read: PhantomData<fn() -> T>,
}

/// A real number.
pub type Number = Handle<f64>;
/// How many there are of something: up to 2³² − 1, since a browser counts no farther.
pub type Count = Handle<usize>;
/// A whole number of any size.
pub type Whole = Handle<u64>;
/// The seed of the random numbers.
pub type Seed = Handle<u64>;
/// How many steps a run has done.
pub type Steps = Handle<u64>;
/// On or off.
pub type Flag = Handle<bool>;
/// One of the options that an enum lists; `choices!` declares both.
pub type Choice<T> = Handle<T>;
/// A list of real numbers.
pub type Vector = Handle<Vec<f64>>;
/// The rows of a matrix, all of one length.
pub type Matrix = Handle<Vec<Vec<f64>>>;
/// Single cells set by hand: row, column, value.
pub type Cells = Handle<Vec<(usize, usize, f64)>>;
/// A file of the visitor's; its content travels apart from the values.
pub type File = Handle<()>;

/// What a control's value can be read as.
///
/// A handle makes controls of one kind only, and a control takes values of its kind only; that labs declare what they read is
/// asserted where tests run. So the last arm of every `read` is never taken.
pub trait Read: Sized {
    /// The value, in the type of the handle.
    fn read(value: Option<&Value>) -> Self;
}

macro_rules! read {
    ($type:ty, $variant:ident($x:ident) => $value:expr, $otherwise:expr) => {
        impl Read for $type {
            fn read(value: Option<&Value>) -> Self {
                match value {
                    Some(Value::$variant($x)) => $value,
                    _ => $otherwise,
                }
            }
        }
    };
}
read!(f64, Number(x) => *x, f64::NAN);
read!(u64, Integer(x) => *x, 0);
read!(usize, Integer(x) => *x as usize, 0);
read!(bool, Toggle(x) => *x, false);
read!(Vec<f64>, Vector(x) => x.clone(), Vec::new());
read!(Vec<Vec<f64>>, Matrix(x) => x.clone(), Vec::new());
read!(Vec<(usize, usize, f64)>, Cells(x) => x.clone(), Vec::new());

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T> Handle<T> {
    pub(super) const fn new(id: &'static str, label: &'static str, kind: Kind) -> Self {
        let control = Control {
            id,
            label: catalogued(label),
            symbol: "",
            unit: "",
            help: "",
            group: "",
            kind,
            when: [None; 3],
            view: false,
        };
        Self::of(control)
    }

    const fn of(control: Control) -> Self {
        let read = PhantomData;
        Self { control, read }
    }

    const fn of_kind(self, kind: Kind) -> Self {
        Self::of(Control {
            kind,
            ..self.control
        })
    }

    /// The control that it reads.
    #[inline(always)]
    pub const fn control(self) -> Control {
        self.control
    }

    /// Its key in a state string.
    // A handle is a few hundred bytes: nothing but the key of it is to be built where it is read.
    #[inline(always)]
    pub const fn id(self) -> &'static str {
        self.control.id
    }

    /// With its symbol in the formulas.
    pub const fn symbol(self, symbol: &'static str) -> Self {
        Self::of(Control {
            symbol,
            ..self.control
        })
    }

    /// With a unit.
    pub const fn unit(self, unit: &'static str) -> Self {
        Self::of(Control {
            unit,
            ..self.control
        })
    }

    /// With its line of help.
    pub const fn help(self, help: &'static str) -> Self {
        let help = catalogued(help);
        Self::of(Control {
            help,
            ..self.control
        })
    }

    /// Under a heading.
    pub const fn group(self, group: &'static str) -> Self {
        let group = catalogued(group);
        Self::of(Control {
            group,
            ..self.control
        })
    }

    /// It changes what is shown of a run, not the run.
    pub const fn view(self) -> Self {
        let view = true;
        Self::of(Control {
            view,
            ..self.control
        })
    }

    /// It applies only while the condition holds, beside those set before; three at most.
    pub const fn when(self, condition: When) -> Self {
        let mut when = self.control.when;
        let mut free = 0;
        while when[free].is_some() {
            free += 1;
        }
        when[free] = Some(condition);
        Self::of(Control {
            when,
            ..self.control
        })
    }
}

/// A real number; say `linear` or `log` next.
pub const fn number(id: &'static str, label: &'static str) -> Number {
    Handle::new(id, label, real([0.0, 1.0], 0.01, false, 0.0))
}

const fn real([min, max]: [f64; 2], step: f64, log: bool, default: f64) -> Kind {
    Kind::Number {
        min,
        max,
        step,
        log,
        default,
    }
}

impl Number {
    /// On a linear slider.
    pub const fn linear(self, range: [f64; 2], step: f64, default: f64) -> Self {
        self.of_kind(real(range, step, false, default))
    }

    /// Positive, on a logarithmic slider with a step of a hundredth of a decade.
    pub const fn log(self, range: [f64; 2], default: f64) -> Self {
        self.of_kind(real(range, 0.01, true, default))
    }
}

/// How many there are of something; say `linear` or `log` next.
pub const fn count(id: &'static str, label: &'static str) -> Count {
    Handle::new(id, label, integer([0, 1], false, 0))
}

/// A whole number of any size; say `linear` or `log` next.
pub const fn whole(id: &'static str, label: &'static str) -> Whole {
    Handle::new(id, label, integer([0, 1], false, 0))
}

const fn integer([min, max]: [u64; 2], log: bool, default: u64) -> Kind {
    Kind::Integer {
        min,
        max,
        log,
        default,
    }
}

impl Count {
    /// On a linear slider.
    pub const fn linear(self, range: [u64; 2], default: u64) -> Self {
        assert!(range[1] <= u32::MAX as u64, "a browser counts no farther");
        self.of_kind(integer(range, false, default))
    }

    /// Positive, on a logarithmic slider.
    pub const fn log(self, range: [u64; 2], default: u64) -> Self {
        assert!(range[1] <= u32::MAX as u64, "a browser counts no farther");
        self.of_kind(integer(range, true, default))
    }
}

impl Whole {
    /// On a linear slider.
    pub const fn linear(self, range: [u64; 2], default: u64) -> Self {
        self.of_kind(integer(range, false, default))
    }

    /// Positive, on a logarithmic slider.
    pub const fn log(self, range: [u64; 2], default: u64) -> Self {
        self.of_kind(integer(range, true, default))
    }
}

/// The seed of the random numbers.
pub const fn seed(id: &'static str, default: u64) -> Seed {
    Handle::new(id, "Seed", Kind::Seed { default })
}

/// How many steps a run has done, with a player that does `speed` of them a frame.
pub const fn steps(
    id: &'static str,
    label: &'static str,
    max: u64,
    speed: u64,
    default: u64,
) -> Steps {
    let kind = Kind::Steps {
        max,
        speed,
        default,
    };
    Handle::new(id, label, kind)
}

/// On or off.
pub const fn flag(id: &'static str, label: &'static str, default: bool) -> Flag {
    Handle::new(id, label, Kind::Toggle { default })
}

impl Flag {
    /// The condition that it is on.
    pub const fn is_on(self) -> When {
        When::new(self.control.id, OFF_ON, 0b10)
    }

    /// The condition that it is off.
    pub const fn is_off(self) -> When {
        When::new(self.control.id, OFF_ON, 0b01)
    }
}

/// A list of at most `max_len` real numbers in a range.
pub const fn vector(
    id: &'static str,
    label: &'static str,
    [min, max]: [f64; 2],
    max_len: usize,
    default: &'static [f64],
) -> Vector {
    let kind = Kind::Vector {
        min,
        max,
        max_len,
        default,
    };
    Handle::new(id, label, kind)
}

/// A typed or pasted matrix of at most `max_side` rows and columns.
pub const fn matrix(
    id: &'static str,
    label: &'static str,
    max_side: usize,
    default: &'static [&'static [f64]],
) -> Matrix {
    Handle::new(id, label, Kind::Matrix { max_side, default })
}

/// Single cells set by hand, in a range.
pub const fn cells(id: &'static str, label: &'static str, [min, max]: [f64; 2]) -> Cells {
    Handle::new(id, label, Kind::Cells { min, max })
}

/// A file of the visitor's with one of these endings.
pub const fn file(id: &'static str, label: &'static str, accepts: &'static [&'static str]) -> File {
    checkpoint(id, label, accepts, &[])
}

/// A file of the visitor's that is never read whole where it has one of the endings `streamed`: its checkpoint is measured.
pub const fn checkpoint(
    id: &'static str,
    label: &'static str,
    accepts: &'static [&'static str],
    streamed: &'static [&'static str],
) -> File {
    let (accepts, streamed) = (catalogued_list(accepts), catalogued_list(streamed));
    Handle::new(id, label, Kind::File { accepts, streamed })
}

/// A choice whose options an enum lists, for [`choices!`].
pub(crate) const fn choice<T>(
    id: &'static str,
    label: &'static str,
    options: &'static [Opt],
    default: usize,
) -> Choice<T> {
    let default = options[default].id;
    Handle::new(id, label, Kind::Choice { options, default })
}

/// An enum whose variants are the options of a choice, each with its id in a state string and its label on the page.
///
/// ```text
/// choices! {
///     /// What the singular values follow.
///     pub enum Family {
///         Flat = "flat": "Flat",
///         Power = "power": "Power law",
///     }
/// }
/// const FAMILY: Choice<Family> = Family::choice("family", "Family", Family::Power);
/// const ALPHA: Number = number("alpha", "Decay").linear([0.0, 4.0], 0.01, 1.0).when(FAMILY.is(&[Family::Power]));
/// ```
macro_rules! choices {
    ($(#[$doc:meta])* $see:vis enum $name:ident { $($(#[$about:meta])* $variant:ident = $id:literal: $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        $see enum $name {
            $($(#[$about])* #[doc = $label] $variant),+
        }

        #[allow(dead_code, reason = "a lab uses what it needs")]
        impl $name {
            const OPTIONS: &'static [$crate::labs::Opt] = &[$($crate::labs::opt($id, $label)),+];
            /// Every option, in the order shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// A control that takes one of these options.
            pub const fn choice(id: &'static str, label: &'static str, default: Self) -> $crate::labs::handle::Choice<Self> {
                $crate::labs::handle::choice(id, label, Self::OPTIONS, default as usize)
            }

            /// The option's id in a state string.
            pub const fn id(self) -> &'static str {
                Self::OPTIONS[self as usize].id
            }

            const fn bits(list: &[Self]) -> u32 {
                let (mut bits, mut i) = (0, 0);
                while i < list.len() {
                    bits |= 1 << (list[i] as u32);
                    i += 1;
                }
                bits
            }
        }

        impl $crate::labs::handle::Read for $name {
            fn read(value: Option<&$crate::labs::Value>) -> Self {
                let found = match value {
                    Some($crate::labs::Value::Choice(id)) => Self::ALL.iter().find(|option| option.id() == *id),
                    _ => None,
                };
                *found.unwrap_or(&Self::ALL[0])
            }
        }

        #[allow(dead_code, reason = "a lab uses what it needs")]
        impl $crate::labs::handle::Handle<$name> {
            /// The condition that one of these options is taken.
            pub const fn is(self, any: &[$name]) -> $crate::labs::When {
                $crate::labs::When::new(self.id(), $name::OPTIONS, $name::bits(any))
            }

            /// The condition that none of these options is taken.
            pub const fn is_not(self, any: &[$name]) -> $crate::labs::When {
                let all = (1u64 << $name::OPTIONS.len()) - 1;
                $crate::labs::When::new(self.id(), $name::OPTIONS, all as u32 & !$name::bits(any))
            }
        }
    };
}
pub(crate) use choices;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::Values;

    choices! {
        enum Law {
            Flat = "flat": "Flat",
            Power = "power": "Power law",
            Step = "step": "Step",
        }
    }
    const LAW: Choice<Law> = Law::choice("law", "Law", Law::Power);
    const ALPHA: Number = number("alpha", "Decay")
        .log([0.1, 10.0], 2.0)
        .when(LAW.is_not(&[Law::Flat]));

    #[test]
    fn a_choice_is_read_as_its_enum_and_conditions_follow_it() {
        let mut values = Values::defaults([&LAW.control(), &ALPHA.control()]);
        assert_eq!((values.of(LAW), values.of(ALPHA)), (Law::Power, 2.0));
        assert!(values.applies(&ALPHA.control()));
        values.set("law", LAW.control().kind.parse("flat").unwrap());
        assert_eq!(values.of(LAW), Law::Flat);
        assert!(!values.applies(&ALPHA.control()));
        let conditions: Vec<_> = ALPHA
            .control()
            .conditions()
            .flat_map(When::any_of)
            .collect();
        assert_eq!(conditions, ["power", "step"]);
    }
}
