//! The words of the Excel file, in both languages.

use crate::export::workbook::Words;
use app::i18n::Locale;

/// The words in the reader's language.
pub(super) const fn words(locale: Locale) -> Words<'static> {
    match locale {
        Locale::nl => DUTCH,
        Locale::en => ENGLISH,
    }
}

const DUTCH: Words<'static> = Words {
    summary: "Overzicht",
    incomplete: "Niet volledig",
    made_at: "Stand van",
    students: "Studenten",
    complete: "Volledig ingeschreven",
    partial: "Onvolledig",
    none: "Nog niets gekozen",
    workshop: "Workshop",
    moments: "Moment",
    location: "Lokaal",
    host: "Begeleider",
    groups: "Doelgroep",
    everyone: "Alle",
    capacity: "Plaatsen",
    registered: "Ingeschreven",
    free: "Vrij",
    of: "van",
    remark: "Opmerking",
    cancelled: "Gaat niet door",
    extra_seat: "extra plaats",
    number: "Nr",
    name: "Naam",
    class: "Klas",
    group: "Doelgroep",
    chosen: "Gekozen",
    missing: "Nog te kiezen",
    nobody: "Nog niemand",
    nobody_incomplete: "Iedereen is volledig ingeschreven",
    page: "Pagina",
};

const ENGLISH: Words<'static> = Words {
    summary: "Summary",
    incomplete: "Incomplete",
    made_at: "As of",
    students: "Students",
    complete: "Complete",
    partial: "Incomplete",
    none: "Nothing chosen yet",
    workshop: "Workshop",
    moments: "Moment",
    location: "Place",
    host: "Host",
    groups: "Group",
    everyone: "All",
    capacity: "Seats",
    registered: "Registered",
    free: "Free",
    of: "of",
    remark: "Remark",
    cancelled: "Called off",
    extra_seat: "extra seat",
    number: "No.",
    name: "Name",
    class: "Class",
    group: "Group",
    chosen: "Chosen",
    missing: "Still to choose",
    nobody: "Nobody yet",
    nobody_incomplete: "Everyone is complete",
    page: "Page",
};
