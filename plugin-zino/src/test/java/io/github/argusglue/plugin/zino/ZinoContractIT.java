package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The adapter keeps the contract of the SPI, with the real Zino. One lab serves all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZinoContractIT extends SourceAdapterContract<ZinoConfig> {
    private final ZinoLab lab = new ZinoLab();

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Override
    protected SourceAdapterFactory<ZinoConfig> factory() {
        return new ZinoAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new Real(lab);
    }

    @Override
    protected ZinoConfig config(FakeSystem system) {
        return lab.config().build();
    }

    @Override
    protected Duration maxDelay() {
        return ZinoLab.PATIENCE;
    }

    /** A problem is a port that is down; its end, that it is up and the case closed by a person. */
    private record Real(ZinoLab lab) implements FakeSystem {
        Real {
            mend(lab);
        }

        private static void mend(ZinoLab lab) {
            lab.set("gw2", "ports.1.oper=up", "ports.2.oper=up", "ports.1.alias=core 2, link 1");
            lab.closeAll();
        }

        private static String port(String problem) {
            return problem.equals("one") ? "1" : "2";
        }

        @Override
        public void open(String problem) {
            lab.set("gw2", "ports." + port(problem) + ".oper=down");
        }

        /** Closing first, and the recovery in Zino's next look opens a case that never was down. */
        @Override
        public void end(String problem) {
            lab.set("gw2", "ports." + port(problem) + ".oper=up");
            awaitAttribute("ge-0/0/" + port(problem), "portstate", "up");
            for (String number : lab.operator("CASEIDS").body()) {
                if (isAbout(number, "port", "ge-0/0/" + port(problem))) {
                    lab.operator("SETSTATE " + number + " closed");
                }
            }
        }

        private boolean isAbout(String number, String attribute, String value) {
            return lab.operator("GETATTRS " + number).body().contains(attribute + ": " + value);
        }

        private void awaitAttribute(String port, String attribute, String value) {
            Desk.awaitTrue(
                    port + " " + value,
                    () -> lab.operator("CASEIDS").body().stream()
                            .filter(number -> isAbout(number, "port", port))
                            .allMatch(number -> isAbout(number, attribute, value)));
        }

        /** The histories and states of all its cases. */
        @Override
        public Object feedbackState(String problem) {
            List<Object> shown = new ArrayList<>();
            for (String number : lab.operator("CASEIDS").body()) {
                if (isAbout(number, "port", "ge-0/0/" + port(problem))) {
                    shown.add(lab.operator("GETHIST " + number).body());
                }
            }
            return shown;
        }

        @Override
        public void change(String problem) {
            lab.set("gw2", "ports." + port(problem) + ".oper=lowerLayerDown");
        }

        @Override
        public void inject(Failure failure) {
            if (failure != Failure.DOWN) {
                throw new UnsupportedOperationException("a real Zino cannot be made " + failure);
            }
            // A crash would bring back cases that were closed a moment ago.
            lab.run("end-zino");
        }

        @Override
        public void recover() {
            lab.run("run-zino");
        }

        @Override
        public void close() {
            mend(lab);
        }
    }
}
