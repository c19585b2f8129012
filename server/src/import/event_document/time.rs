//! Times as documents write them: RFC 3339, with the offset of the school's time zone.

use domain::Timestamp;
use jiff::tz::TimeZone;

/// The instant that a text names, to the microsecond. Without an offset it names none.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    text.parse::<jiff::Timestamp>().ok().map(|instant| Timestamp::from_micros(instant.as_microsecond()))
}

/// The instant as it is written in a time zone. What no calendar can write becomes the first or last instant that it can.
pub(super) fn format(instant: Timestamp, zone: &TimeZone) -> String {
    let micros = instant.as_micros();
    let ends = || if micros < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    let instant = jiff::Timestamp::from_microsecond(micros).unwrap_or_else(|_| ends());
    instant.display_with_offset(zone.to_offset(instant)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_with_the_offset_of_its_day() {
        let zone = TimeZone::get("Europe/Amsterdam").expect("a time zone");
        for text in ["2027-01-11T08:00:00+01:00", "2027-07-11T08:00:00+02:00", "2027-01-11T08:00:00.25+01:00"] {
            let instant = parse(text).expect("a time");
            assert_eq!(format(instant, &zone), text);
        }
        let instant = parse("2027-01-11T07:00:00Z").expect("a time");
        assert_eq!(format(instant, &zone), "2027-01-11T08:00:00+01:00");
        assert_eq!(format(instant, &TimeZone::UTC), "2027-01-11T07:00:00+00:00");
    }

    #[test]
    fn a_time_without_offset_names_no_instant() {
        for text in ["2027-01-11T08:00:00", "2027-01-11", "08:00", "", "morgen"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_instant_beyond_the_calendar_is_written_all_the_same() {
        assert!(format(Timestamp::from_micros(i64::MAX), &TimeZone::UTC).starts_with("9999-12-30"));
        assert!(format(Timestamp::from_micros(i64::MIN), &TimeZone::UTC).starts_with("-009999"));
    }
}
