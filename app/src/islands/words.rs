//! Words as props. An island's words travel as a plain list: named one by one, the reader of each struct would be kilobytes.

/// A struct of texts that is written and read as a list of them, in the order of its fields.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(from = "Vec<String>", into = "Vec<String>")]
        pub struct $name {
            $($(#[$field_doc])* pub $field: String,)+
        }

        impl From<Vec<String>> for $name {
            fn from(words: Vec<String>) -> Self {
                let mut words = words.into_iter();
                Self { $($field: words.next().unwrap_or_default(),)+ }
            }
        }

        impl From<$name> for Vec<String> {
            fn from(words: $name) -> Self {
                vec![$(words.$field),+]
            }
        }
    };
}
pub(super) use words;

#[cfg(test)]
mod tests {
    words! {
        /// Two.
        Two {
            /// One.
            one,
            /// The other.
            other,
        }
    }

    #[test]
    fn words_travel_as_a_list_and_come_back() {
        let two = Two { one: "a".to_owned(), other: "b".to_owned() };
        let text = serde_json::to_string(&two).unwrap();
        assert_eq!(text, r#"["a","b"]"#);
        assert_eq!(serde_json::from_str::<Two>(&text).unwrap(), two);
    }
}
