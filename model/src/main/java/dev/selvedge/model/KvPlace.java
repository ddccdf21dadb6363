package dev.selvedge.model;

/**
 * Where a sequence is, until it or another one of the shelf leaves.
 *
 * @param shelf it is on
 * @param slot its index there
 */
record KvPlace(KvShelf shelf, int slot) {
    Continuation continuation() {
        return shelf.rows().get(slot);
    }
}
