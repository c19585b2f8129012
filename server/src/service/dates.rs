//! Times in words, in the reader's language and the school's time zone. The server alone makes them, so that what it
//! rendered and what the browser hydrates can't differ.

use app::i18n::Locale;
use domain::{Moment, Phase, Timestamp, edit::Problem};
use jiff::{
    Timestamp as Instant, Zoned,
    civil::{Date, DateTime},
    tz::TimeZone,
};

const DAYS_NL: [&str; 7] = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];
const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_NL: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Puts times into words.
#[derive(Clone, Copy, Debug)]
pub struct Dates<'a> {
    /// The school's time zone.
    pub zone: &'a TimeZone,
    /// The reader's language.
    pub locale: Locale,
}

impl Dates<'_> {
    /// "vrijdag 22 januari om 17:00".
    #[must_use]
    pub fn day_and_time(&self, at: Timestamp) -> String {
        let at = self.local(at);
        let joint = match self.locale {
            Locale::nl => "om",
            Locale::en => "at",
        };
        format!("{} {joint} {}", self.day_of(at.date()), clock(&at))
    }

    /// "vrijdag 22 januari om 17:00:09".
    #[must_use]
    pub fn exactly(&self, at: Timestamp) -> String {
        format!("{}:{:02}", self.day_and_time(at), self.local(at).second())
    }

    /// "17:00".
    #[must_use]
    pub fn clock(&self, at: Timestamp) -> String {
        clock(&self.local(at))
    }

    /// "17:00:09".
    #[must_use]
    pub fn clock_with_seconds(&self, at: Timestamp) -> String {
        format!("{}:{:02}", self.clock(at), self.local(at).second())
    }

    /// A time as a `datetime-local` field has it, such as "2027-01-11T08:00"; empty for none.
    #[must_use]
    pub fn in_field(&self, at: Option<Timestamp>) -> String {
        at.map(|at| self.local(at).strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
    }

    /// The instant that a `datetime-local` field means; none for an empty one. A time that the clocks skip in spring is
    /// an hour later, one that comes twice in autumn is the first.
    ///
    /// # Errors
    /// [`Problem::NoTime`] for a text that is no day and time.
    pub fn read_field(&self, text: &str) -> Result<Option<Timestamp>, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let local: DateTime = text.parse().map_err(|_| Problem::NoTime)?;
        let at = local.to_zoned(self.zone.clone()).map_err(|_| Problem::NoTime)?;
        Ok(Some(Timestamp::from_micros(at.timestamp().as_microsecond())))
    }

    /// The day on which all moments fall, if there is one.
    #[must_use]
    pub fn common_day(&self, moments: &[Moment]) -> Option<String> {
        let days: Vec<Date> = moments.iter().filter_map(|m| m.starts_at).map(|at| self.local(at).date()).collect();
        match days.split_first() {
            Some((first, rest)) if rest.iter().all(|day| day == first) => Some(self.day_of(*first)),
            _ => None,
        }
    }

    /// "09:00–10:30", with the day before it if the moments fall on several.
    #[must_use]
    pub fn moment(&self, moment: &Moment, with_day: bool) -> String {
        let Some(start) = moment.starts_at else { return String::new() };
        let local = self.local(start);
        let mut text = clock(&local);
        if let Some(end) = moment.ends_at {
            text = format!("{text}–{}", clock(&self.local(end)));
        }
        if with_day { format!("{} {text}", self.day_of(local.date())) } else { text }
    }

    /// When a phase changes or changed.
    #[must_use]
    pub fn phase(&self, phase: &Phase) -> Option<String> {
        match *phase {
            Phase::Closed => None,
            Phase::Waiting { opens_at } => Some(self.day_and_time(opens_at)),
            Phase::Open { closes_at } => closes_at.map(|at| self.day_and_time(at)),
            Phase::Over { closed_at } => Some(self.day_and_time(closed_at)),
        }
    }

    fn local(&self, at: Timestamp) -> Zoned {
        Instant::from_microsecond(at.as_micros()).unwrap_or(Instant::UNIX_EPOCH).to_zoned(self.zone.clone())
    }

    fn day_of(&self, date: Date) -> String {
        let (days, months) = match self.locale {
            Locale::nl => (DAYS_NL, MONTHS_NL),
            Locale::en => (DAYS_EN, MONTHS_EN),
        };
        let place = |number: i8| usize::try_from(number).unwrap_or(0);
        let day = days[place(date.weekday().to_monday_zero_offset())];
        format!("{day} {} {}", date.day(), months[place(date.month() - 1)])
    }
}

fn clock(at: &Zoned) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_micros(text.parse::<Instant>().expect("a time").as_microsecond())
    }

    #[test]
    fn times_are_told_in_the_schools_time_zone_and_the_readers_language() {
        let zone = TimeZone::get("Europe/Amsterdam").expect("a zone");
        let winter = at("2027-01-11T07:00:00Z");
        let summer = at("2027-07-01T06:05:00Z");
        let nl = Dates { zone: &zone, locale: Locale::nl };
        let en = Dates { zone: &zone, locale: Locale::en };
        assert_eq!(nl.day_and_time(winter), "maandag 11 januari om 08:00");
        assert_eq!(en.day_and_time(winter), "Monday 11 January at 08:00");
        assert_eq!(nl.day_and_time(summer), "donderdag 1 juli om 08:05");
        assert_eq!(nl.day_and_time(at("2027-01-10T23:30:00Z")), "maandag 11 januari om 00:30");
    }

    #[test]
    fn a_field_shows_and_reads_the_schools_time() {
        let zone = TimeZone::get("Europe/Amsterdam").expect("a zone");
        let nl = Dates { zone: &zone, locale: Locale::nl };
        for (field, instant) in [
            ("2027-01-11T08:00", "2027-01-11T07:00:00Z"),
            ("2027-07-01T08:05", "2027-07-01T06:05:00Z"),
            // 02:30 comes twice when the clocks go back: the first.
            ("2027-10-31T02:30", "2027-10-31T00:30:00Z"),
        ] {
            assert_eq!(nl.read_field(field), Ok(Some(at(instant))));
            assert_eq!(nl.in_field(Some(at(instant))), field);
        }
        assert_eq!(nl.read_field("2027-03-28T02:30"), Ok(Some(at("2027-03-28T01:30:00Z"))), "skipped: an hour later");
        assert_eq!(nl.read_field("2027-01-11T08:00:30"), Ok(Some(at("2027-01-11T07:00:30Z"))));
        assert_eq!(nl.read_field(" "), Ok(None));
        for text in ["morgen", "2027-02-30T08:00", "08:00", "2027-01-11"] {
            let read = nl.read_field(text);
            assert!(read == Err(Problem::NoTime) || text == "2027-01-11", "{text}: {read:?}");
        }
    }
}
