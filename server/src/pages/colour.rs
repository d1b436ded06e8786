//! The launcher's colours, computed from a site's accent so that what stands on it can always be read. On pages the
//! style sheet does the same; the launcher lives on the host's page, where ours does not reach.

/// The launcher's colours, each `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Launcher {
    /// On light pages.
    pub accent: String,
    /// What stands on it.
    pub on: &'static str,
    /// On dark pages: the accent, lightened until it stands out.
    pub dark: String,
    /// What stands on that.
    pub on_dark: &'static str,
}

/// Black: anything lighter misses 4.5:1 on a mid grey.
const INK: &str = "#000000";
const PAPER: &str = "#ffffff";
/// Relative luminance under which white reaches 4.5:1 (WCAG 2.2, contrast: 1.05 / (0.18 + 0.05) = 4.57).
const DARK_ENOUGH: f64 = 0.18;
/// Relative luminance that stands out on a dark page.
const LIGHT_ENOUGH: f64 = 0.35;

/// The launcher's colours of an accent. What is no `#rrggbb` is taken for ink.
pub(super) fn launcher(accent: &str) -> Launcher {
    let rgb = parse(accent).unwrap_or([16, 19, 26]);
    let mut dark = rgb;
    while luminance(dark) < LIGHT_ENOUGH {
        dark = dark.map(|part| part + (255 - part).div_ceil(12));
    }
    Launcher { accent: hex(rgb), on: on(rgb), dark: hex(dark), on_dark: on(dark) }
}

fn on(rgb: [u8; 3]) -> &'static str {
    if luminance(rgb) < DARK_ENOUGH { PAPER } else { INK }
}

fn parse(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Relative luminance (WCAG 2.2).
fn luminance(rgb: [u8; 3]) -> f64 {
    let [red, green, blue] = rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_the_launcher_always_reach_four_and_a_half_to_one() {
        let contrast = |a: &str, b: &str| {
            let (a, b) = (luminance(parse(a).unwrap()), luminance(parse(b).unwrap()));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        for accent in ["#00646b", "#000000", "#ffffff", "#ff0000", "#ffee00", "#777777", "#0000ff", "#808000"] {
            let colours = launcher(accent);
            assert!(contrast(&colours.accent, colours.on) >= 4.5, "{colours:?}");
            assert!(contrast(&colours.dark, colours.on_dark) >= 4.5, "{colours:?}");
        }
    }
}
