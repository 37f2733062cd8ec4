using System.CommandLine;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra network …</c>: predictions about deep networks.</summary>
public static class NetworkCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("network", "Predict spectra and statistics of deep networks.")
    {
        SpectrumCommand.CreateFisher(),
        SpectrumCommand.CreateJacobian(),
        NetworkDualCommand.Create(),
        StatisticsCommand.Create(),
        NetworkCentredFisherCommand.Create(),
        NetworkOrderCommand.Create(),
        NetworkPhaseCommand.Create(),
        NetworkGainsCommand.Create(),
        NetworkDoctorCommand.Create(),
    };
}
