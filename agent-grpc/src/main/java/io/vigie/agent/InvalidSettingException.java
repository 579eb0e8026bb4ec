package io.vigie.agent;

/** A setting that the agent can't start with; the message is one line that names the setting and says what it must be. */
public final class InvalidSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param setting its name, for example {@code MONITORING_SERVER}
     * @param detail what it must be; never its value where that may hold a key
     */
    public InvalidSettingException(String setting, String detail) {
        super(setting + ": " + detail);
    }
}
