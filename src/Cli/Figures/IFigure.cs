namespace FreeSpectra.Cli.Figures;

/// <summary>A figure of a paper that can be made again: setting, theory, sample, and what it must show.</summary>
/// <remarks>A figure computes and returns; the command writes the files, so that an interrupted run leaves nothing behind.</remarks>
public interface IFigure
{
    /// <summary>The name on the command line, such as <c>HK21-1</c>; also the stem of the files' names.</summary>
    string Id { get; }

    /// <summary>One line.</summary>
    string Title { get; }

    /// <summary>Parameters, inputs, widths, draws and seed, in words; with the erratum where the paper's setting is wrong.</summary>
    string Setting { get; }

    /// <summary>What the reader should see.</summary>
    string WhatToSee { get; }

    /// <summary>Computes theory and sample.</summary>
    /// <param name="progress">Called with one line for each step.</param>
    /// <param name="cancellation">Ends the run early; nothing is then written.</param>
    FigureResult Run(Action<string> progress, CancellationToken cancellation);
}
