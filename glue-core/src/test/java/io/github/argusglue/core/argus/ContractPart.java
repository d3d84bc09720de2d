package io.github.argusglue.core.argus;

/** A part of {@link ArgusContract}. */
public interface ContractPart {
    ContractSubject on();
}
