//! The vocabulary of the demo data: invented firms, streets and goods. Every address ends in `.example`
//! (RFC 2606), and the telephone numbers are of the ranges kept free for fiction.

/// A country's cities and the way its firms are called.
pub(super) struct Place {
    pub(super) country: &'static str,
    pub(super) currency: &'static str,
    /// City, postal code, county or state.
    pub(super) cities: &'static [(&'static str, &'static str, &'static str)],
    pub(super) streets: &'static [&'static str],
    pub(super) names: &'static [&'static str],
    pub(super) trades: &'static [&'static str],
    pub(super) forms: &'static [&'static str],
    pub(super) dialling: &'static str,
}

pub(super) const PLACES: [Place; 8] = [
    Place {
        country: "GB",
        currency: "",
        cities: &[
            ("Leeds", "LS1 4DY", "West Yorkshire"),
            ("Bristol", "BS1 5TR", ""),
            ("Norwich", "NR2 1TF", "Norfolk"),
        ],
        streets: &["Canal Walk", "Tanner's Row", "Foundry Lane", "St. Osyth Street"],
        names: &["Willow & Finch", "Copper Kettle", "Harbour Lane", "Seven Gables", "Fernhill", "Oxbow"],
        trades: &["Cycles", "Coffee Roasters", "Furnishings", "Tea Rooms", "Workshop"],
        forms: &["Ltd.", "LLP", "& Co."],
        dialling: "+44 20 7946 0",
    },
    Place {
        country: "DE",
        currency: "EUR",
        cities: &[("Münster", "48143", ""), ("Görlitz", "02826", "Sachsen"), ("Straßberg", "06493", "")],
        streets: &["Mühlgasse", "Am Alten Hafen", "Lindenallee", "Große Bleiche"],
        names: &["Alpenblick", "Lindenhof", "Sturmvogel", "Nordlicht", "Birkenau"],
        trades: &["Radhaus", "Rösterei", "Möbelwerkstatt", "Kaffeekontor"],
        forms: &["GmbH", "KG", "GmbH & Co. KG", "e. K."],
        dialling: "+49 30 23125 ",
    },
    Place {
        country: "FR",
        currency: "EUR",
        cities: &[("Besançon", "25000", ""), ("Nîmes", "30000", "Gard")],
        streets: &["rue des Tilleuls", "quai de la Fosse", "allée du Moulin"],
        names: &["Maison Tilleul", "L'Atelier Bleu", "Au Petit Vélo", "Belle Étoile"],
        trades: &["Cycles", "Torréfaction", "Meubles"],
        forms: &["SARL", "SAS"],
        dialling: "+33 1 99 00 0",
    },
    Place {
        country: "DK",
        currency: "DKK",
        cities: &[("Ærøskøbing", "5970", ""), ("Aalborg", "9000", "")],
        streets: &["Smedegade", "Nørrevænget"],
        names: &["Lærkehøj", "Søndergaard & Vind", "Blåbær"],
        trades: &["Cykler", "Kaffe", "Møbler"],
        forms: &["ApS", "A/S"],
        dialling: "+45 55 50 1",
    },
    Place {
        country: "US",
        currency: "USD",
        cities: &[("Duluth", "55802", "MN"), ("Asheville", "28801", "NC"), ("Bend", "97701", "OR")],
        streets: &["Lakeview Avenue", "Depot Street", "Old Mill Road"],
        names: &["Blue Heron", "Maple & Main", "Granite Peak", "Prairie Wind"],
        trades: &["Bicycle Works", "Coffee Company", "Home Goods", "Outfitters"],
        forms: &["Inc.", "LLC"],
        dialling: "+1 218 555 01",
    },
    Place {
        country: "NL",
        currency: "EUR",
        cities: &[("Zwolle", "8011 LE", ""), ("'s-Hertogenbosch", "5211 JP", "")],
        streets: &["Korte Kerkstraat", "Achter de Molen"],
        names: &["De Gouden Fiets", "Waterlelie", "Het Anker"],
        trades: &["Rijwielen", "Koffiebranderij", "Interieur"],
        forms: &["B.V.", "V.O.F."],
        dialling: "+31 85 00 00 ",
    },
    Place {
        country: "IE",
        currency: "EUR",
        cities: &[("Galway", "H91 E2K3", ""), ("Kilkenny", "R95 X2A1", "")],
        streets: &["Abbey Row", "Weir Street"],
        names: &["Clover Field", "Stone Quay"],
        trades: &["Cycles", "Coffee", "Furniture"],
        forms: &["Ltd.", "DAC"],
        dialling: "+353 20 913 0",
    },
    Place {
        country: "JP",
        currency: "JPY",
        cities: &[("金沢市", "920-0962", "石川県"), ("Kanazawa", "920-0963", "Ishikawa")],
        streets: &["広坂 1-2", "Hirosaka"],
        names: &["青空", "Yamabuki"],
        trades: &["自転車店", "Coffee"],
        forms: &["株式会社", "K.K."],
        dialling: "+81 50 5555 0",
    },
];

pub(super) const PEOPLE: [&str; 16] = [
    "Mara Holm",
    "Theo Lindqvist",
    "Ines Carrow",
    "Jonas Weidenbach",
    "Priya Nandan",
    "Oskar Fjord",
    "Leonie Vauclair",
    "Samir Haddou",
    "Greta Ostermann",
    "Finn O'Dell",
    "Yuki Aoyama",
    "Nora Kestrel",
    "Emil Rask",
    "Zoë Brandt",
    "Mateo Olmedo",
    "Anneke de Wit",
];

pub(super) const SALESPEOPLE: [&str; 4] = ["AB", "LT", "MR", "OF"];

/// Names that break a careless page, query or spreadsheet.
pub(super) const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script> GmbH",
    "Ümlaut & Söhne",
    "O'Neil \"Quote\" %26 Co #1",
    "شركة القهوة العربية",
    "חנות האופניים בע״מ",
    "🚲 Velo & ☕ Café 👩‍👩‍👧‍👦",
    "=cmd|' /C calc'!A0",
    "  Blank before and after  ",
    "The Remarkably Long-Named Cooperative Society of Bicycle Menders and Coffee Tasters of Upper Fernlea",
    "Back\\slash / Slash ? Query + Plus",
    "<img src=x onerror=alert(1)> & Co.",
    "{{constructor}} ${name} %s %00",
    "a\u{301}o\u{308} combining & zero\u{200b}width",
    "null",
];
