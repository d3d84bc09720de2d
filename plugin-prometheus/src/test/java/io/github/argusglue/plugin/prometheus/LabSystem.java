package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.testing.FakeSystem;

/** The rules of a lab as the system of the contract, read from one of its servers, which can be killed. */
abstract class LabSystem implements FakeSystem {
    private static final String PLAIN = " on {{ $labels.host }}";
    private static final String CHANGED = " on {{ $labels.host }} and all around it";

    private final PrometheusLab lab;
    private final String server;

    /**
     * Makes it; all problems of earlier tests are over.
     *
     * @param server what the script calls the server
     */
    LabSystem(PrometheusLab lab, String server) {
        this.lab = lab;
        this.server = server;
        lab.run("resolve", "all");
    }

    private static String index(String problem) {
        return problem.equals("one") ? "1" : "2";
    }

    @Override
    public void open(String problem) {
        lab.run("set", "on", index(problem));
    }

    @Override
    public void end(String problem) {
        lab.run("set", "off", index(problem));
    }

    @Override
    public void change(String problem) {
        lab.changeRules(rules -> rules.replace(PLAIN, CHANGED));
    }

    @Override
    public void inject(Failure failure) {
        if (failure != Failure.DOWN) {
            throw new UnsupportedOperationException("a real server cannot be made " + failure);
        }
        lab.run("kill-" + server);
    }

    @Override
    public void recover() {
        lab.run("run-" + server);
    }

    @Override
    public void close() {
        lab.run("set", "off", "1,2");
    }
}
