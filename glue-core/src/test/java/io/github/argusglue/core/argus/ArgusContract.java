package io.github.argusglue.core.argus;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * What the core relies on in Argus, through its own client: run on the stand-in with every build and, unchanged, on the
 * real server. Where they differ, the stand-in is wrong.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArgusContract
        implements CreateContract,
                ChangeContract,
                EndContract,
                ListContract,
                AckContract,
                PeopleContract,
                RefusalContract,
                TokenContract {
    private ContractSubject subject;

    /** Makes what the contract is tried on; closed after the last test. */
    protected abstract ContractSubject makeSubject() throws Exception;

    /** Starts. */
    protected ArgusContract() {}

    @BeforeAll
    public final void start() throws Exception {
        subject = makeSubject();
    }

    @AfterAll
    public final void stop() {
        subject.close();
    }

    @Override
    public final ContractSubject on() {
        return subject;
    }
}
