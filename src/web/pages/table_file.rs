//! A table as a file to keep: CSV or XLSX.

use bytes::Bytes;

use crate::interop::table::{Layout, Table, write_csv, write_xlsx};
use crate::model::address::Page;
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::PageError;
use crate::web::views::reader::Reader;

/// A form in which a table can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum TableForm {
    Csv,
    Xlsx,
}

impl TableForm {
    /// Both.
    pub(in crate::web) const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    /// The ending of its addresses and files.
    pub(in crate::web) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type (RFC 7111; ECMA-376).
    pub(in crate::web) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The table in this form, away from the threads that answer.
    pub(in crate::web) async fn write(
        self,
        table: Table,
        layout: Layout,
        name: &str,
        reader: &Reader<'_>,
    ) -> Result<Answer, PageError> {
        let day = reader.day(table.dated).iso;
        let made = tokio::task::spawn_blocking(move || match self {
            Self::Csv => write_csv(&table, layout),
            Self::Xlsx => write_xlsx(&table, layout),
        });
        let bytes = made.await.map_err(|error| PageError::Template(Box::new(error)))??;
        let (media_type, policy) = (self.media_type(), CachePolicy::Revalidate);
        let answer = match self {
            Self::Csv => match String::from_utf8(bytes) {
                // As text it is compressed on the way; a workbook is compressed already.
                Ok(text) => Answer::text(media_type, text, policy),
                Err(error) => Answer::bytes(media_type, error.into_bytes().into(), policy),
            },
            Self::Xlsx => Answer::bytes(media_type, Bytes::from(bytes), policy),
        };
        Ok(answer.kept_as(&format!("{name}-{day}.{}", self.ending())))
    }
}

/// What a file form of a page is linked as.
#[derive(Debug, serde::Serialize)]
pub(in crate::web) struct FormLink {
    label: &'static str,
    href: String,
}

/// Links to both forms of the table that a page shows.
pub(in crate::web) fn form_links(page: &Page, reader: &Reader<'_>) -> Vec<FormLink> {
    let link = |form: TableForm| {
        let label = if form == TableForm::Csv { "CSV" } else { "XLSX" };
        FormLink { label, href: reader.url(&page.clone().form(form.ending())) }
    };
    TableForm::ALL.map(link).into()
}

impl FormLink {
    /// Where it stands.
    pub(in crate::web) fn href(&self) -> &str {
        &self.href
    }
}
