package io.github.argusglue.core.argus;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The behaviour of Argus that the core relies on, tested through its own client: on the stand-in with every build and,
 * unchanged, on the real server. If they differ, the stand-in is wrong.
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

    /** Creates the subject of the tests; closed after the last test. */
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
