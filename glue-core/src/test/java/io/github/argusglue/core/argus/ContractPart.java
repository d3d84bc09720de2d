package io.github.argusglue.core.argus;

/** A part of {@link ArgusContract}. */
interface ContractPart {
    ContractSubject on();
}
