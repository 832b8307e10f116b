//! A custom API, `api/cronus/rental/v1.0`, as an extension adds one: the bicycles that the companies rent out. None of its
//! sets is in the standard API.

use super::enums::of;
use super::{
    Api, COMPANY, Capabilities, EntityType, Enumeration, boolean, date, decimal, guid, integer, key, many,
    member, moment, one, text,
};

/// The extension's API.
pub(super) static API: Api = Api {
    route: &["cronus", "rental", "v1.0"],
    types: &[&BRANCH, &BIKE, &RENTAL, &WORKSHOP_JOB, &UTILISATION],
    shared: &[&COMPANY],
    enumerations: &[&BIKE_CONDITION, &RENTAL_STATE],
};

static BIKE_CONDITION: Enumeration = Enumeration {
    name: "bikeCondition",
    members: &[
        of("New", 0, ("New", "Neu")),
        of("Good", 1, ("Good", "Gut")),
        of("Worn", 2, ("Worn", "Abgenutzt")),
        of("Out_x0020_of_x0020_Service", 3, ("Out of Service", "Außer Betrieb")),
    ],
};

static RENTAL_STATE: Enumeration = Enumeration {
    name: "rentalState",
    members: &[
        of("_x0020_", 0, (" ", " ")),
        of("Reserved", 1, ("Reserved", "Reserviert")),
        of("Handed_x0020_Out", 2, ("Handed Out", "Ausgegeben")),
        of("Returned", 3, ("Returned", "Zurückgegeben")),
    ],
};

pub(in super::super) static BRANCH: EntityType = EntityType {
    name: "branch",
    set: "branches",
    key: &["id"],
    caption: ("Branch", "Filiale"),
    set_caption: ("Branches", "Filialen"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 50),
        text("city", 30),
        text("phoneNumber", 30),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[many("bikes", &BIKE, "branchId").partner("branch")],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "50100 Rental Branch",
};

static BIKE: EntityType = EntityType {
    name: "bike",
    set: "bikes",
    key: &["id"],
    caption: ("Bike", "Fahrrad"),
    set_caption: ("Bikes", "Fahrräder"),
    properties: &[
        key(),
        text("number", 20),
        text("displayName", 100),
        text("colour", 20),
        integer("frameSize"),
        member("condition", &BIKE_CONDITION),
        decimal("dailyRate"),
        boolean("electric"),
        date("boughtOn"),
        guid("branchId"),
        text("branchCode", 10),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[
        one("branch", &BRANCH, "branchId").partner("bikes"),
        many("rentals", &RENTAL, "bikeId").partner("bike"),
        many("workshopJobs", &WORKSHOP_JOB, "bikeId").partner("bike"),
    ],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "50101 Rental Bike",
};

static RENTAL: EntityType = EntityType {
    name: "rental",
    set: "rentals",
    key: &["id"],
    caption: ("Rental", "Vermietung"),
    set_caption: ("Rentals", "Vermietungen"),
    properties: &[
        key(),
        text("number", 20),
        guid("bikeId").required(),
        text("bikeNumber", 20),
        text("renterName", 100),
        text("phoneNumber", 30),
        date("startDate").required(),
        date("endDate"),
        decimal("deposit"),
        member("state", &RENTAL_STATE),
        text("note", 250),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[one("bike", &BIKE, "bikeId").partner("rentals")],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "50102 Rental Entry",
};

static WORKSHOP_JOB: EntityType = EntityType {
    name: "workshopJob",
    set: "workshopJobs",
    key: &["id"],
    caption: ("Workshop Job", "Werkstattauftrag"),
    set_caption: ("Workshop Jobs", "Werkstattaufträge"),
    properties: &[
        key(),
        guid("bikeId").required(),
        text("bikeNumber", 20),
        text("description", 100),
        boolean("urgent"),
        date("dueDate"),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[one("bike", &BIKE, "bikeId").partner("workshopJobs")],
    capabilities: Capabilities::CHANGE_AND_DELETE,
    sortable: true,
    table: "50103 Rental Workshop Job",
};

static UTILISATION: EntityType = EntityType {
    name: "utilisation",
    set: "utilisations",
    key: &["id"],
    caption: ("Utilisation", "Auslastung"),
    set_caption: ("Utilisations", "Auslastungen"),
    properties: &[
        key(),
        guid("branchId"),
        text("branchCode", 10),
        date("month"),
        integer("rentedDays"),
        decimal("income"),
    ],
    navigations: &[one("branch", &BRANCH, "branchId")],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "50104 Rental Utilisation",
};
