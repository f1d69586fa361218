//! The account of what waits to be sent: each answer's bytes, once however many they are sent to, within a budget.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use super::{Connections, Table, milliseconds};
use crate::web::server::ServerLimits;
use crate::web::server::line::Waiting;

/// Answers of fewer bytes are not counted: so many connections as may be open cannot make them matter.
const SMALL_BYTES: usize = 16 << 10;

/// Answers of fewer bytes are never refused: pages and tiles are sent whatever else waits.
const NEVER_REFUSED_BYTES: usize = 256 << 10;

/// What waits to be sent.
#[derive(Default)]
pub(super) struct Account {
    /// By the address of the first byte: what many are sent is held once.
    buffers: HashMap<usize, Buffer>,
    bytes: usize,
}

struct Buffer {
    bytes: usize,
    holders: usize,
}

/// There is no room for an answer among those that wait to be sent.
pub(in crate::web::server) struct NoRoom;

impl Account {
    /// Adds a holder to what is counted already; says whether it is.
    fn share(&mut self, buffer: usize) -> bool {
        let held = self.buffers.get_mut(&buffer);
        held.map(|held| held.holders += 1).is_some()
    }

    /// Counts what was not counted yet, for one holder.
    fn add(&mut self, buffer: usize, bytes: usize) {
        self.bytes += bytes;
        self.buffers.insert(buffer, Buffer { bytes, holders: 1 });
    }

    /// Takes a holder away, and the bytes with the last one.
    pub(super) fn release(&mut self, buffer: usize) {
        if let Some(held) = self.buffers.get_mut(&buffer) {
            held.holders -= 1;
            if held.holders == 0 {
                self.bytes -= held.bytes;
                self.buffers.remove(&buffer);
            }
        }
    }
}

impl Connections {
    /// Counts an answer among what waits to be sent, until the charge is dropped; `None` for what is too small to count.
    ///
    /// # Errors
    /// [`NoRoom`] if it is large and what waits is all being taken.
    pub(in crate::web::server) fn charge(
        self: &Arc<Self>,
        number: u64,
        bytes: &Bytes,
    ) -> Result<Option<Charge>, NoRoom> {
        if bytes.len() < SMALL_BYTES {
            return Ok(None);
        }
        // What begins at one address is one buffer: a part of a picture is a copy (`range.rs`).
        let buffer = bytes.as_ptr() as usize;
        let mut table = self.lock();
        // Closed meanwhile: nobody would give the charge back.
        if !table.open.contains_key(&number) {
            return Ok(None);
        }
        // What is held already takes no more memory, and needs no room.
        if !table.account.share(buffer) {
            let now_ms = self.now_ms();
            let fits = |table: &Table| table.account.bytes + bytes.len() <= self.limits.max_waiting_bytes;
            while !fits(&table) && table.close_quietest_holder(now_ms, &self.limits) {}
            // Hardly ever this connection itself, which holds nothing while hyper asks for its next answer; but what
            // were counted for one that is closed would be given back by nobody.
            if !table.open.contains_key(&number) {
                return Ok(None);
            }
            // What is larger than the whole budget is sent when nothing else waits.
            if !fits(&table) && bytes.len() >= NEVER_REFUSED_BYTES && table.account.bytes > 0 {
                return Err(NoRoom);
            }
            table.account.add(buffer, bytes.len());
        }
        if let Some(open) = table.open.get_mut(&number) {
            open.holds.push(buffer);
        }
        Ok(Some(Charge { connections: Arc::clone(self), number, buffer }))
    }
}

impl Table {
    /// Closes, of those that wait for their client and hold answers, the quietest.
    fn close_quietest_holder(&mut self, now_ms: u64, limits: &ServerLimits) -> bool {
        let patience_ms = milliseconds(limits.patience);
        let stuck = self.open.iter().filter(|(_, open)| {
            !open.holds.is_empty()
                && open.line.waiting() == Waiting::Client
                && open.line.quiet_ms(now_ms) >= patience_ms
        });
        let quietest = stuck.max_by_key(|(_, open)| open.line.quiet_ms(now_ms)).map(|(number, _)| *number);
        quietest.inspect(|number| self.close(*number)).is_some()
    }
}

/// An answer's part in what waits to be sent.
pub(in crate::web::server) struct Charge {
    connections: Arc<Connections>,
    number: u64,
    buffer: usize,
}

impl Drop for Charge {
    fn drop(&mut self) {
        let mut table = self.connections.lock();
        // Nothing, if the connection was closed and all it held released.
        let Some(open) = table.open.get_mut(&self.number) else { return };
        if let Some(at) = open.holds.iter().position(|held| *held == self.buffer) {
            open.holds.swap_remove(at);
            table.account.release(self.buffer);
        }
    }
}
