from duoplus.reports.base import Column, Dataset, Opnieuw, TeVeelRijen, leg_export_vast, uit_eigen_transactie

__all__ = ["Column", "Dataset", "Opnieuw", "TeVeelRijen", "leg_export_vast", "uit_eigen_transactie"]
