//! Every sentence shown to a person, in English and Arabic side by side: a missing one does not compile.

mod desk;
mod email;
mod fault;
mod frame;
mod happening;
mod islands;
mod lang;
mod plural;
mod portal;
mod team;
pub mod time;

pub use fault::{fault, fault_alone};
pub use lang::Lang;

/// Makes a method of [`Lang`] for each sentence. Without arguments it is a plain text, with them it is written out.
macro_rules! sentences {
    ($table:ident, $lang:ident: $($name:ident $(($($arg:ident: $type:ty),+))? => $en:expr, $ar:expr;)+) => {
        impl crate::words::Lang {
            $(sentences!(@method $lang $name $(($($arg: $type),+))? => $en, $ar);)+
        }

        /// All of them, for the tests; one with something in it as it is written here.
        #[cfg(test)]
        pub(super) fn $table() -> Vec<(&'static str, &'static str, &'static str)> {
            vec![$(sentences!(@row $name $(($($arg: $type),+))? => $en, $ar)),+]
        }
    };
    (@method $lang:ident $name:ident => $en:expr, $ar:expr) => {
        #[doc = concat!("The sentence `", stringify!($name), "`.")]
        pub const fn $name(self) -> &'static str {
            match self {
                Self::En => $en,
                Self::Ar => $ar,
            }
        }
    };
    (@method $lang:ident $name:ident ($($arg:ident: $type:ty),+) => $en:expr, $ar:expr) => {
        #[doc = concat!("The sentence `", stringify!($name), "`.")]
        pub fn $name(self, $($arg: $type),+) -> String {
            let $lang = self;
            match $lang {
                crate::words::Lang::En => $en,
                crate::words::Lang::Ar => $ar,
            }
        }
    };
    (@row $name:ident => $en:expr, $ar:expr) => {
        (stringify!($name), $en, $ar)
    };
    (@row $name:ident ($($arg:ident: $type:ty),+) => $en:expr, $ar:expr) => {
        (stringify!($name), stringify!($en), stringify!($ar))
    };
}
pub(crate) use sentences;

#[cfg(test)]
mod tests;
