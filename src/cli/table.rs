//! A matrix as text, JSON, CSV or Markdown. The same rows in the same order in each.

use crate::fault::Fault;
use serde::Serialize;
use zel_engine::Matrix;

/// How a matrix is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum TableFormat {
    Text,
    Json,
    Csv,
    Md,
}

/// One row, as `zel matrix --format json` prints it: a list of these.
#[derive(Serialize)]
struct Row {
    src: String,
    dst: String,
    conns: String,
}

/// Writes a matrix.
pub(crate) fn matrix(matrix: &Matrix, format: TableFormat) -> Result<String, Fault> {
    let rows: Vec<Row> = matrix
        .rows()
        .map(|(from, to, set)| Row { src: from.name.clone(), dst: to.name.clone(), conns: set.to_string() })
        .collect();
    match format {
        TableFormat::Text => Ok(text(&rows)),
        TableFormat::Csv => Ok(csv(&rows)),
        TableFormat::Md => Ok(markdown(&rows)),
        TableFormat::Json => serde_json::to_string_pretty(&rows)
            .map(|json| format!("{json}\n"))
            .map_err(|error| Fault::new(format!("the matrix can't be written as JSON: {error}"), "")),
    }
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "nobody may connect to anybody\n".to_owned();
    }
    let widest = |cell: fn(&Row) -> &str| rows.iter().map(|row| cell(row).chars().count()).max().unwrap_or(0);
    let (src, dst) = (widest(|row| &row.src), widest(|row| &row.dst));
    rows.iter().map(|row| format!("{:src$}  →  {:dst$}  {}\n", row.src, row.dst, row.conns)).collect()
}

/// RFC 4180: no cell holds a quotation mark or a line end; those with a comma are quoted.
fn csv(rows: &[Row]) -> String {
    let cell = |text: &str| if text.contains(',') { format!("\"{text}\"") } else { text.to_owned() };
    let lines =
        rows.iter().map(|row| format!("{},{},{}\n", cell(&row.src), cell(&row.dst), cell(&row.conns)));
    std::iter::once("src,dst,conns\n".to_owned()).chain(lines).collect()
}

fn markdown(rows: &[Row]) -> String {
    let lines = rows.iter().map(|row| format!("| {} | {} | {} |\n", row.src, row.dst, row.conns));
    std::iter::once("| src | dst | conns |\n| --- | --- | --- |\n".to_owned()).chain(lines).collect()
}
